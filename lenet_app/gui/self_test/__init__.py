"""Whether everything that the program needs is there and works, found out by using it: `lenet-app --self-test`."""
