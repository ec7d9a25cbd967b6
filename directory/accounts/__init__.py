"""Accounts: how somebody comes to have one, proves to be its owner, and stays logged in. django-allauth does the work;
here is what this site settles for it."""
