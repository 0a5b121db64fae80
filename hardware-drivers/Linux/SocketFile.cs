namespace HardwareDrivers.Linux;

/// <summary>Tells the file of a Unix-domain socket from other files.</summary>
public static class SocketFile
{
    /// <summary>There is such a file and it is a socket, live or left over.</summary>
    public static bool IsAt(string path)
    {
        // A socket cannot be opened: open(2) fails with ENXIO, and with nothing else does it for a file to be read.
        using var file = new Descriptor(
            Native.Open(path, OpenFlags.ReadOnly | OpenFlags.NonBlocking | OpenFlags.CloseOnExec));
        return file.IsInvalid && Errno.Last == Errno.NoSuchDeviceOrAddress;
    }
}
