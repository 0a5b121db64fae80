using System.Runtime.InteropServices;

namespace HardwareDrivers.Linux;

/// <summary>
/// Requests of i2c-dev (linux/include/uapi/linux/i2c-dev.h). No size in them: they are older than that.
/// </summary>
internal static class I2cRequests
{
    /// <summary>I2C_TIMEOUT; a number of 10 ms each.</summary>
    public const uint Timeout = 0x0702;

    /// <summary>I2C_FUNCS.</summary>
    public const uint Functions = 0x0705;

    /// <summary>I2C_RDWR.</summary>
    public const uint Transfer = 0x0707;

    /// <summary>I2C_FUNC_I2C: plain transfers, not SMBus only.</summary>
    public const ulong PlainTransfers = 1;

    /// <summary>I2C_M_RD.</summary>
    public const ushort ReadFlag = 1;
}

/// <summary><c>struct i2c_msg</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct I2cMessage
{
    public ushort Address;
    public ushort Flags;
    public ushort Length;
    public nint Buffer;
}

/// <summary><c>struct i2c_rdwr_ioctl_data</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct I2cTransfer
{
    public nint Messages;
    public uint Count;
}

/// <summary>Requests of spidev (linux/include/uapi/linux/spi/spidev.h).</summary>
internal static class SpiRequests
{
    /// <summary>SPI_IOC_MESSAGE(1).</summary>
    public const uint Message = 0x40206B00;

    /// <summary>SPI_IOC_WR_MODE.</summary>
    public const uint WriteMode = 0x40016B01;

    /// <summary>SPI_IOC_WR_BITS_PER_WORD.</summary>
    public const uint WriteBitsPerWord = 0x40016B03;

    /// <summary>SPI_IOC_WR_MAX_SPEED_HZ.</summary>
    public const uint WriteRate = 0x40046B04;
}

/// <summary><c>struct spi_ioc_transfer</c>: the same on 32-bit and 64-bit machines.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SpiTransfer
{
    public ulong Sent;
    public ulong Received;
    public uint Length;
    public uint Hertz;
    public ushort DelayMicroseconds;
    public byte BitsPerWord;
    public byte Deselect;
    public byte SentLines;
    public byte ReceivedLines;
    public byte WordDelayMicroseconds;
    public byte Padding;
}
