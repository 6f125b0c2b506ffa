"""The commands of `lenet-app`. A module adds its arguments to a parser and runs; what loads slowly it loads then."""
