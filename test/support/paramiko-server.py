"""An SFTP server of paramiko's on loopback: a third opinion beside OpenSSH's and ssh2's.

Arguments: the folder that is its root, a private host key in PEM, and the password. It prints the port it listens on,
and ends with its standard input.
"""

import os
import socket
import sys
import threading

import paramiko

folder, host_key_file, password = sys.argv[1:4]
host_key = paramiko.RSAKey.from_private_key_file(host_key_file)


class Login(paramiko.ServerInterface):
    def get_allowed_auths(self, username):
        return "password"

    def check_auth_password(self, username, given):
        return paramiko.AUTH_SUCCESSFUL if given == password else paramiko.AUTH_FAILED

    def check_channel_request(self, kind, channel_id):
        return paramiko.OPEN_SUCCEEDED


class Handle(paramiko.SFTPHandle):
    def stat(self):
        return attributes_of(os.fstat, self.writefile.fileno())


def attributes_of(look, what):
    try:
        return paramiko.SFTPAttributes.from_stat(look(what))
    except OSError as error:
        return paramiko.SFTPServer.convert_errno(error.errno)


def done(act, *what):
    try:
        act(*what)
    except OSError as error:
        return paramiko.SFTPServer.convert_errno(error.errno)
    return paramiko.SFTP_OK


class Files(paramiko.SFTPServerInterface):
    def real(self, path):
        return folder + self.canonicalize(path)

    def list_folder(self, path):
        try:
            listed = []
            for name in os.listdir(self.real(path)):
                entry = paramiko.SFTPAttributes.from_stat(os.lstat(os.path.join(self.real(path), name)))
                entry.filename = name
                listed.append(entry)
            return listed
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno)

    def stat(self, path):
        return attributes_of(os.stat, self.real(path))

    def lstat(self, path):
        return attributes_of(os.lstat, self.real(path))

    def open(self, path, flags, attributes):
        try:
            descriptor = os.open(self.real(path), flags, 0o644)
        except OSError as error:
            return paramiko.SFTPServer.convert_errno(error.errno)
        writes = flags & (os.O_WRONLY | os.O_RDWR)
        mode = "rb" if not writes else "r+b" if flags & os.O_RDWR else "wb"
        handle = Handle(flags)
        handle.readfile = handle.writefile = os.fdopen(descriptor, mode)
        return handle

    def remove(self, path):
        return done(os.remove, self.real(path))

    def rename(self, old, new):
        if os.path.lexists(self.real(new)):
            return paramiko.SFTP_FAILURE
        return done(os.rename, self.real(old), self.real(new))

    def mkdir(self, path, attributes):
        return done(os.mkdir, self.real(path))

    def rmdir(self, path):
        return done(os.rmdir, self.real(path))


def serve(connection):
    transport = paramiko.Transport(connection)
    transport.add_server_key(host_key)
    transport.set_subsystem_handler("sftp", paramiko.SFTPServer, Files)
    try:
        transport.start_server(server=Login())
    except (paramiko.SSHException, EOFError):
        transport.close()


def accept(listener):
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=serve, args=(connection,), daemon=True).start()


listener = socket.create_server(("127.0.0.1", 0))
threading.Thread(target=accept, args=(listener,), daemon=True).start()
print(listener.getsockname()[1], flush=True)
sys.stdin.read()
os._exit(0)
