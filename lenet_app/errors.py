"""The one kind of failure that is told to the user as it stands."""


class UserError(Exception):
    """A fault outside the program, such as a damaged file or an impossible setting.

    The message is one plain, translated sentence that names the thing and the fault. The window shows it beside
    what it concerns, the command line prints it and exits with status 1. Anything else that is raised is a defect
    of the program and is logged with its traceback.
    """
