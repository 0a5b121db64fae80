using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Simulated;

/// <summary>
/// The twin of a panel with SSD1306 (rev. 1.1) or SH1106 (V2.3): decodes what is sent, and shows what glass would show
/// whose connector is above the picture.
/// </summary>
/// <param name="isSh1106">132 columns of memory instead of 128, and no addressing but by pages.</param>
/// <param name="height">Rows of pixels of the glass.</param>
public sealed class OledTwin(bool isSh1106, int height) : I2cTwin
{
    private const int Width = 128;
    private const int Pages = 8;

    private readonly int memoryWidth = isSh1106 ? 132 : 128;
    private byte[] memory = Noise(isSh1106 ? 132 : 128);
    private Registers registers = new();

    /// <summary>Some modules cannot be read: they answer as an idle line does.</summary>
    public bool CannotBeRead { get; init; }

    /// <summary>What can be seen; null while the display is off, or not driven as this glass needs it.</summary>
    public MonochromeFrame? Visible => Look(See);

    /// <summary>How often a display that was on was switched off: a guest sees it blink.</summary>
    public int TimesDarkened { get; private set; }

    private static byte[] Noise(int width) =>
        [.. Enumerable.Range(0, width * Pages).Select(index => (byte)((index * 73 ^ index >> 3) & 0xFF))];

    /// <inheritdoc/>
    protected override void Reset() => (memory, registers) = (Noise(memoryWidth), new Registers());

    /// <inheritdoc/>
    protected override byte? Give() => CannotBeRead ? (byte)0xFF : (byte)(registers.IsOn ? 0x03 : 0x43);

    /// <inheritdoc/>
    protected override void Take(ReadOnlySpan<byte> bytes)
    {
        // A control byte says what the next byte is, or, without the continuation bit, all that follow.
        var position = 0;
        while (position < bytes.Length)
        {
            var control = bytes[position++];
            var isSingle = (control & 0x80) != 0;
            var isData = (control & 0x40) != 0;
            var end = isSingle ? Math.Min(position + 1, bytes.Length) : bytes.Length;
            for (; position < end; position++)
                if (isData)
                    Store(bytes[position]);
                else
                    Obey(bytes[position]);
        }
    }

    private MonochromeFrame? See()
    {
        var pins = height > 32 ? 0x12 : 0x02;
        if (!registers.IsOn || !registers.IsPowered || registers.Multiplex != height - 1 || registers.Pins != pins)
            return null;
        var frame = new MonochromeFrame(Width, height);
        var left = isSh1106 ? 2 : 0;
        for (var y = 0; y < height; y++)
            for (var x = 0; x < Width; x++)
            {
                var row = registers.ScansFromLast ? y : height - 1 - y;
                row = (row + registers.StartLine + registers.Offset) % 64;
                var column = left + (registers.IsRemapped ? x : Width - 1 - x);
                frame[x, y] = registers.AllLit
                    || ((memory[row / 8 * memoryWidth + column] >> row % 8 & 1) != 0) != registers.IsInverse;
            }
        return frame;
    }

    private void Store(byte value)
    {
        if (registers.Column < memoryWidth)
            memory[registers.Page * memoryWidth + registers.Column] = value;
        if (registers.Addressing == Addressing.Page || isSh1106)
        {
            // SSD1306 begins the page anew (10.1.3); SH1106 stays at its end.
            registers.Column = registers.Column + 1 < memoryWidth ? registers.Column + 1 : isSh1106 ? memoryWidth : 0;
            return;
        }
        if (registers.Addressing == Addressing.Vertical)
            throw new NotSupportedException("This twin has no vertical addressing.");
        if (registers.Column < registers.LastColumn)
        {
            registers.Column++;
            return;
        }
        registers.Column = registers.FirstColumn;
        registers.Page = registers.Page < registers.LastPage ? registers.Page + 1 : registers.FirstPage;
    }

    private void Obey(byte value)
    {
        if (registers.Wanting > 0)
        {
            registers.Arguments.Add(value);
            if (--registers.Wanting == 0)
                Obey(registers.Command, registers.Arguments);
            return;
        }
        registers.Command = value;
        registers.Arguments.Clear();
        registers.Wanting = ArgumentsOf(value);
        if (registers.Wanting == 0)
            Obey(value, registers.Arguments);
    }

    private int ArgumentsOf(byte command) => command switch
    {
        0x81 or 0xA8 or 0xD3 or 0xD5 or 0xD9 or 0xDA or 0xDB => 1,
        0xAD when isSh1106 => 1,
        0x20 or 0x8D when !isSh1106 => 1,
        0x21 or 0x22 or 0xA3 when !isSh1106 => 2,
        0x29 or 0x2A when !isSh1106 => 5,
        0x26 or 0x27 when !isSh1106 => 6,
        _ => 0,
    };

    private void Obey(byte command, List<byte> arguments)
    {
        switch (command)
        {
            case <= 0x0F:
                registers.Column = registers.Column & 0xF0 | command;
                break;
            case <= 0x1F:
                registers.Column = registers.Column & 0x0F | (command & 0x0F) << 4;
                break;
            case 0x20 when !isSh1106:
                registers.Addressing = (Addressing)(arguments[0] & 3);
                break;
            case 0x21 when !isSh1106:
                (registers.FirstColumn, registers.LastColumn) = (arguments[0] & 0x7F, arguments[1] & 0x7F);
                registers.Column = registers.FirstColumn;
                break;
            case 0x22 when !isSh1106:
                (registers.FirstPage, registers.LastPage) = (arguments[0] & 7, arguments[1] & 7);
                registers.Page = registers.FirstPage;
                break;
            case >= 0x40 and <= 0x7F:
                registers.StartLine = command & 0x3F;
                break;
            case 0x8D when !isSh1106:
                registers.IsPowered = (arguments[0] & 0x04) != 0;
                break;
            case 0xA0 or 0xA1:
                registers.IsRemapped = command == 0xA1;
                break;
            case 0xA4 or 0xA5:
                registers.AllLit = command == 0xA5;
                break;
            case 0xA6 or 0xA7:
                registers.IsInverse = command == 0xA7;
                break;
            case 0xA8:
                registers.Multiplex = arguments[0] & 0x3F;
                break;
            case 0xAD when isSh1106:
                // Its converter takes orders only while the display is off (command 9).
                registers.IsPowered = registers.IsOn ? registers.IsPowered : (arguments[0] & 1) != 0;
                break;
            case 0xAE or 0xAF:
                TimesDarkened += registers.IsOn && command == 0xAE ? 1 : 0;
                registers.IsOn = command == 0xAF;
                break;
            case >= 0xB0 and <= 0xB7:
                registers.Page = command & 7;
                break;
            case >= 0xC0 and <= 0xCF:
                registers.ScansFromLast = (command & 8) != 0;
                break;
            case 0xD3:
                registers.Offset = arguments[0] & 0x3F;
                break;
            case 0xDA:
                registers.Pins = arguments[0];
                break;
            case 0xE3 or 0xA3 or 0x81 or 0xD5 or 0xD9 or 0xDB or (>= 0x26 and <= 0x2F) or (>= 0x30 and <= 0x33):
                // Brightness, clocks, voltages, scrolling: nothing that this twin shows.
                break;
            default:
                throw new InvalidDataException($"No such command: 0x{command:X2}.");
        }
    }

    private enum Addressing
    {
        Horizontal,
        Vertical,
        Page,
    }

    private sealed class Registers
    {
        public List<byte> Arguments { get; } = [];

        public byte Command { get; set; }

        public int Wanting { get; set; }

        public Addressing Addressing { get; set; } = Addressing.Page;

        public bool IsOn { get; set; }

        public bool IsPowered { get; set; }

        public bool IsRemapped { get; set; }

        public bool ScansFromLast { get; set; }

        public bool AllLit { get; set; }

        public bool IsInverse { get; set; }

        public int Multiplex { get; set; } = 63;

        public int Pins { get; set; } = 0x12;

        public int Offset { get; set; }

        public int StartLine { get; set; }

        public int Page { get; set; }

        public int Column { get; set; }

        public int FirstColumn { get; set; }

        public int LastColumn { get; set; } = 127;

        public int FirstPage { get; set; }

        public int LastPage { get; set; } = 7;
    }
}
