namespace HardwareDrivers.Simulated;

/// <summary>
/// Second status byte of a wrapped native command, behind 91 (NTAG 424 DNA data sheet, 10.3; DESFire the same).
/// </summary>
internal enum NativeStatus : byte
{
    Done = 0x00,
    IllegalCommand = 0x1C,
    IntegrityError = 0x1E,
    NoSuchKey = 0x40,
    WrongLength = 0x7E,
    Signature = 0x90,
    PermissionDenied = 0x9D,
    ParameterError = 0x9E,
    NoSuchApplication = 0xA0,
    AuthenticationDelay = 0xAD,
    AuthenticationError = 0xAE,
    MoreFrames = 0xAF,
    OutOfBounds = 0xBE,
    NoSuchFile = 0xF0,
}
