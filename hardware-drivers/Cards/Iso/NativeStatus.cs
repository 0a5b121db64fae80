namespace HardwareDrivers.Cards;

/// <summary>The second status byte behind 91 (DESFire and NTAG 424 DNA data sheets, "status codes").</summary>
public static class NativeStatus
{
    /// <summary>First status byte of every native answer.</summary>
    public const byte First = 0x91;

    /// <summary>OPERATION_OK.</summary>
    public const byte Good = 0x00;

    /// <summary>ADDITIONAL_FRAME: there is more, or it is the reader's turn.</summary>
    public const byte More = 0xAF;

    /// <summary>What Read_Sig ends with when it is good.</summary>
    public const byte Signature = 0x90;

    /// <summary>In words, with its number.</summary>
    public static string Describe(byte status) => status switch
    {
        0x1C => "command not supported (911C)",
        0x1E => "integrity error: a MAC or padding is wrong (911E)",
        0x40 => "no such key (9140)",
        0x7E => "wrong length (917E)",
        0x9D => "permission denied (919D)",
        0x9E => "parameter error (919E)",
        0xA0 => "no such application (91A0)",
        0xAD => "authentication delayed after too many wrong ones (91AD)",
        0xAE => "wrong key (91AE)",
        0xBE => "beyond its end (91BE)",
        0xCA => "another command is under way (91CA)",
        0xEE => "memory error (91EE)",
        0xF0 => "no such file (91F0)",
        _ => $"status 91{status:X2}",
    };
}
