"""The web, the command line and the API of Cydofal."""
