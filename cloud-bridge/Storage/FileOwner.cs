using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace CloudBridge.Storage;

/// <summary>
/// Whose a file is. The framework does not say; statx(2) has the same layout on every machine, as stat(2) has not.
/// </summary>
/// <param name="User">The owner's number.</param>
/// <param name="Group">The group's.</param>
internal readonly partial record struct FileOwner(uint User, uint Group)
{
    private const int StructureBytes = 256;
    private const int UserOffset = 20; // stx_uid, and stx_gid behind it
    private const int HereOrAbsolute = -100; // AT_FDCWD
    private const uint UserAndGroup = 0x8 | 0x10; // STATX_UID | STATX_GID
    private const int OfTheHandle = 0x1000; // AT_EMPTY_PATH
    private const uint KindAndLinks = 0x1 | 0x4; // STATX_TYPE | STATX_NLINK
    private const int LinksOffset = 16; // stx_nlink
    private const int ModeOffset = 28; // stx_mode
    private const int Kind = 0xF000; // S_IFMT
    private const int Regular = 0x8000; // S_IFREG

    /// <summary>Whose it is; null where there is no such file, or nobody says.</summary>
    public static FileOwner? TryOf(string path)
    {
        Span<byte> structure = stackalloc byte[StructureBytes];
        if (State(HereOrAbsolute, path, 0, UserAndGroup, ref MemoryMarshal.GetReference(structure)) != 0)
            return null;
        var numbers = structure[UserOffset..];
        return new FileOwner(MemoryMarshal.Read<uint>(numbers), MemoryMarshal.Read<uint>(numbers[sizeof(uint)..]));
    }

    /// <summary>It is a file, and has no other name anywhere.</summary>
    public static bool IsOnlyName(SafeFileHandle file)
    {
        Span<byte> structure = stackalloc byte[StructureBytes];
        return State(file, "", OfTheHandle, KindAndLinks, ref MemoryMarshal.GetReference(structure)) == 0 &&
            (MemoryMarshal.Read<ushort>(structure[ModeOffset..]) & Kind) == Regular &&
            MemoryMarshal.Read<uint>(structure[LinksOffset..]) == 1;
    }

    /// <summary>Gives it a file.</summary>
    /// <returns>False when that is not allowed here.</returns>
    public bool TryTake(SafeFileHandle file) => ChangeOwner(file, User, Group) == 0;

    /// <summary>Gives it a folder; a link is not followed.</summary>
    /// <returns>False when that is not allowed here.</returns>
    public bool TryTake(string folder) => ChangeOwner(folder, User, Group) == 0;

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int State(int folder, string path, int flags, uint mask, ref byte structure);

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int State(SafeFileHandle file, string path, int flags, uint mask, ref byte structure);

    [LibraryImport("libc", EntryPoint = "fchown")]
    private static partial int ChangeOwner(SafeFileHandle file, uint user, uint group);

    [LibraryImport("libc", EntryPoint = "lchown", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwner(string path, uint user, uint group);
}
