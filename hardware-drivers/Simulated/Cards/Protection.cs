namespace HardwareDrivers.Simulated;

/// <summary>How a command and its answer are protected (NTAG 424 DNA data sheet, 9.1.8 to 9.1.10).</summary>
internal enum Protection : byte
{
    Plain = 0,
    Mac = 1,
    Full = 3,
}
