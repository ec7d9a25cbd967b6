from directory.lookup import loading
from directory.management.table_command import TableCommand


class Command(TableCommand):
    help = "Loads in which country what is registered, in the place of what was loaded before."
    table = loading.DELEGATIONS
    files = "the (extended) delegated statistics of a regional Internet registry; gzip too"
