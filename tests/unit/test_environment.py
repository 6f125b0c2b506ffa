from lenet_app.environment import systems_environment


def test_what_the_program_put_in_is_taken_out_again() -> None:
    own = {
        "HOME": "/home/zoe",
        "LD_LIBRARY_PATH": "/opt/lenet-app/_internal:/usr/own",
        "LD_LIBRARY_PATH_ORIG": "/usr/own",
        "QT_PLUGIN_PATH_ORIG": "/usr/plugins",
        "PYSIDE_DISABLE_INTERNAL_QT_CONF": "1",
    }
    assert systems_environment(own) == {
        "HOME": "/home/zoe",
        "LD_LIBRARY_PATH": "/usr/own",
        "QT_PLUGIN_PATH": "/usr/plugins",
    }


def test_where_there_was_nothing_there_is_nothing() -> None:
    assert systems_environment({"LD_LIBRARY_PATH": "/opt/lenet-app/_internal", "LANG": "C"}) == {"LANG": "C"}
