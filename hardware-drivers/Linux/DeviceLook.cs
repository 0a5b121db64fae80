using System.Runtime.InteropServices;

namespace HardwareDrivers.Linux;

/// <summary>What can be learnt of a device file without taking anything from the program that uses it.</summary>
public static partial class DeviceLook
{
    private const int ReadAndWrite = 4 | 2;

    /// <summary>This process may read and write the file (access(2)); false also when it is not there.</summary>
    public static bool MayUse(string path) => Access(path, ReadAndWrite) == 0;

    /// <summary>What a GPIO chip says of itself. Any number of programs may ask at the same time.</summary>
    /// <param name="path"><c>/dev/gpiochipN</c>.</param>
    /// <returns>Null when it may not be opened, or is none.</returns>
    public static LineChipFacts? AtLineChip(string path)
    {
        var file = Native.Open(path, OpenFlags.CloseOnExec);
        if (file < 0)
            return null;
        using var chip = new Descriptor(file);
        var info = new ChipInfo();
        return Control(chip, LineRequests.ChipInfo, MemoryMarshal.AsBytes(new Span<ChipInfo>(ref info))) < 0
            ? null
            : new LineChipFacts(info.Label.ToString(), (int)info.Lines);
    }

    /// <summary>What a GPIO chip says of a line. Any number of programs may ask at the same time.</summary>
    /// <param name="path"><c>/dev/gpiochipN</c>.</param>
    /// <param name="line">Its number.</param>
    /// <returns>Null when the chip may not be opened, or has no such line.</returns>
    public static LineFacts? AtLine(string path, int line)
    {
        var file = Native.Open(path, OpenFlags.CloseOnExec);
        if (file < 0)
            return null;
        using var chip = new Descriptor(file);
        var info = new LineInfo { Offset = (uint)line };
        return Control(chip, LineRequests.LineInfo, MemoryMarshal.AsBytes(new Span<LineInfo>(ref info))) < 0
            ? null
            : new LineFacts((info.Flags & LineFlags.Used) == 0 ? null : info.Consumer.ToString());
    }

    [LibraryImport("libc.so.6", EntryPoint = "access", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Access(string path, int mode);

    [LibraryImport("libc.so.6", EntryPoint = "ioctl")]
    private static partial int Control(Descriptor descriptor, nuint request, Span<byte> argument);
}
