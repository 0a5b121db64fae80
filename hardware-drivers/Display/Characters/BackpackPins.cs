namespace HardwareDrivers.Display;

/// <summary>
/// How a PCF8574 is wired to an HD44780: which of its eight pins, P0 to P7, leads where. The backlight's transistor is
/// on while its pin is high.
/// </summary>
public sealed record BackpackPins
{
    private const int PinCount = 8;
    private static readonly string[] Names = ["rs", "rw", "e", "backlight", "d4", "d5", "d6", "d7"];

    private readonly byte registerSelect;
    private readonly byte backlight;
    private readonly byte enable;
    private readonly byte readWrite;
    private readonly byte[] data;

    private BackpackPins(string[] names)
    {
        byte Mask(string name) => (byte)(1 << Array.IndexOf(names, name));
        (registerSelect, readWrite, enable, backlight) = (Mask("rs"), Mask("rw"), Mask("e"), Mask("backlight"));
        data = [Mask("d4"), Mask("d5"), Mask("d6"), Mask("d7")];
        Wiring = string.Join(' ', names);
    }

    /// <summary>As nearly all boards are wired.</summary>
    public static BackpackPins Usual { get; } = new(Names);

    /// <summary>The names of what P0 to P7 lead to: <c>rs rw e backlight d4 d5 d6 d7</c>.</summary>
    public string Wiring { get; }

    /// <summary>Which pin of the PCF8574, 0 to 7, leads to what is called so.</summary>
    public int PinOf(string name) => Array.IndexOf(Wiring.Split(' '), name);

    /// <summary>
    /// Two pins are low whenever nothing is sent. A PCF8574 that was switched on again has all its pins high (data
    /// sheet SCPS068, 8.1), so that reading them tells it.
    /// </summary>
    public bool AreAtRest(byte port) => (port & (enable | readWrite)) == 0;

    /// <summary>Reads a wiring.</summary>
    public static bool TryParse(string text, out BackpackPins pins)
    {
        var names = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var isGood = names.Length == PinCount && Names.All(names.Contains);
        pins = isGood ? new BackpackPins(names) : Usual;
        return isGood;
    }

    /// <summary>
    /// The bytes that hand four bits to the HD44780: they stand still before its enable pin rises, and are taken when
    /// it falls (HD44780U, "Timing characteristics", figure 25).
    /// </summary>
    internal byte[] Strobe(int nibble, bool isData)
    {
        var still = (int)backlight | (isData ? registerSelect : 0);
        for (var bit = 0; bit < data.Length; bit++)
            if ((nibble >> bit & 1) != 0)
                still |= data[bit];
        return [(byte)still, (byte)(still | enable), (byte)still];
    }

    /// <summary>What stands on the HD44780's pins while the PCF8574 drives its own so.</summary>
    public (bool RegisterSelect, bool ReadWrite, bool Enable, bool Backlight, int Nibble) Read(byte port)
    {
        bool IsHigh(byte mask) => (port & mask) != 0;
        var nibble = data.Index().Sum(pin => IsHigh(pin.Item) ? 1 << pin.Index : 0);
        return (IsHigh(registerSelect), IsHigh(readWrite), IsHigh(enable), IsHigh(backlight), nibble);
    }

    /// <inheritdoc/>
    public bool Equals(BackpackPins? other) => other is not null && Wiring == other.Wiring;

    /// <inheritdoc/>
    public override int GetHashCode() => string.GetHashCode(Wiring, StringComparison.Ordinal);
}
