using System.Collections.Immutable;

namespace HardwareDrivers.Pn532;

/// <summary>
/// Another rate on the serial line (UM0701-02, 7.2.8). The response comes at the old rate; the chip changes over when
/// the host has acknowledged it by an ACK frame, and keeps the new rate until it loses its power.
/// </summary>
/// <param name="Baud">One of <see cref="Rates"/>.</param>
public sealed record SetSerialBaudRate(int Baud) : ConfigurationCommand(CommandCode.SetSerialBaudRate)
{
    /// <summary>The rate after power-on.</summary>
    public const int PowerOn = 115_200;

    /// <summary>The fastest that USB adapters and boards can do as well.</summary>
    public const int UsuallyFastest = 921_600;

    /// <summary>What the chip can do, in the order of its codes.</summary>
    public static ImmutableArray<int> Rates { get; } =
        [9_600, 19_200, 38_400, 57_600, PowerOn, 230_400, 460_800, UsuallyFastest, 1_288_000];

    /// <inheritdoc/>
    protected override byte[] Parameters() => Rates.IndexOf(Baud) is >= 0 and var code
        ? [(byte)code]
        : throw new ArgumentOutOfRangeException($"{Baud} baud; the PN532 knows {string.Join(", ", Rates)}.");
}
