namespace HardwareDrivers.Simulated;

/// <summary>What a selected card says to a command.</summary>
public abstract record CardAnswer
{
    private CardAnswer()
    {
    }

    /// <summary>It says nothing and goes back to where it came from.</summary>
    public static CardAnswer Nothing { get; } = new Silence();

    /// <summary>The four bits that say yes (ISO/IEC 14443-3 has none; NTAG213/215/216 data sheet, 9.3).</summary>
    public static CardAnswer Yes { get; } = new Bits(Bits.Acknowledge);

    /// <summary>Card's own time before it answers, on top of the least that the air asks for.</summary>
    public TimeSpan After { get; init; }

    /// <summary>The four bits that say no; it goes back to where it came from.</summary>
    public static CardAnswer No(byte code) => new Bits(code);

    /// <summary>A frame.</summary>
    /// <param name="data">Without checksum.</param>
    public static CardAnswer Says(params ReadOnlySpan<byte> data) => new Frame(data.ToArray());

    /// <summary>Nothing is said.</summary>
    public sealed record Silence : CardAnswer;

    /// <summary>Four bits without a checksum.</summary>
    public sealed record Bits(byte Value) : CardAnswer
    {
        /// <summary>Yes.</summary>
        public const byte Acknowledge = 0x0A;
    }

    /// <summary>A frame, or of a card of ISO/IEC 14443-4 a whole answer, however many blocks it takes.</summary>
    public sealed record Frame(ReadOnlyMemory<byte> Data) : CardAnswer;
}
