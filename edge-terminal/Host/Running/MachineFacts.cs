namespace EdgeTerminal.Host;

/// <summary>What the machine says of itself. All of it may be missing, as it is in a container.</summary>
internal static class MachineFacts
{
    private const string BootIdFile = "/proc/sys/kernel/random/boot_id";
    private const string SerialFile = "/sys/firmware/devicetree/base/serial-number";
    private const string CardIdFile = "/sys/block/mmcblk0/device/cid";

    /// <summary>Names this boot of the machine (random(4)).</summary>
    public static string BootId => Read(BootIdFile) ?? "unknown";

    /// <summary>The board's serial number, where the device tree has one.</summary>
    public static string? BoardSerial => Read(SerialFile);

    /// <summary>The SD card's CID register, where there is an SD card.</summary>
    public static string? StorageId => Read(CardIdFile);

    /// <returns>What stands in a file of the kernel's; null: nothing, or there is none.</returns>
    internal static string? Read(string path)
    {
        try
        {
            return File.ReadAllText(path).Trim('\0', '\n', ' ') is { Length: > 0 } text ? text : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
