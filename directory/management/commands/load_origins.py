from directory.lookup import loading
from directory.management.table_command import TableCommand


class Command(TableCommand):
    help = "Loads which AS announces which network, in the place of what was loaded before."
    table = loading.ORIGINS
    files = "CAIDA's pfx2as, network and AS number with blanks or a comma between, or JSON lines; gzip too"
