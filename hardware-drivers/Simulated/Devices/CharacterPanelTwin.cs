using System.Collections.Immutable;
using HardwareDrivers.Abstractions;
using HardwareDrivers.Display;

namespace HardwareDrivers.Simulated;

/// <summary>
/// The twin of a panel of characters: a PCF8574 (SCPS068) that drives an HD44780 (HD44780U data sheet) by four bits.
/// Shows what can be read on it.
/// </summary>
public sealed class CharacterPanelTwin(int columns, int rows, BackpackPins pins) : I2cTwin
{
    private const int TextMemory = 0x80;
    private const int GeneratorMemory = 64;

    // All pins are high when it is switched on, and the HD44780 takes eight bits at a time.
    private byte port = 0xFF;
    private byte[] text = Blank();
    private byte[] generator = new byte[GeneratorMemory];
    private bool takesFourBits;
    private bool isTwoLines;
    private bool isOn;
    private bool writesGenerator;
    private bool writesBackwards;
    private int address;
    private int? upperHalf;

    /// <summary>What can be read; null while the display or its light is off, or it drives one line only.</summary>
    public TextFrame? Visible => Look(See);

    private static byte[] Blank() => [.. Enumerable.Repeat((byte)' ', TextMemory)];

    /// <inheritdoc/>
    protected override void Reset()
    {
        (port, text, generator) = (0xFF, Blank(), new byte[GeneratorMemory]);
        (takesFourBits, isTwoLines, isOn) = (false, false, false);
        (writesGenerator, writesBackwards, address, upperHalf) = (false, false, 0, null);
    }

    /// <inheritdoc/>
    protected override byte? Give() => port;

    /// <inheritdoc/>
    protected override void Take(ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            var before = pins.Read(port);
            var now = pins.Read(value);
            port = value;
            // Taken when the enable pin falls, of what stood there before.
            if (before.Enable && !now.Enable && !before.ReadWrite)
                TakeHalf(before.Nibble, before.RegisterSelect);
        }
    }

    private TextFrame? See()
    {
        if (!isOn || !isTwoLines || !pins.Read(port).Backlight)
            return null;
        return new TextFrame(columns, Enumerable.Range(0, rows).Select(row =>
        {
            var start = (row % 2 == 0 ? 0 : 0x40) + (row < 2 ? 0 : columns);
            return string.Concat(text.AsSpan(start, columns).ToArray().Select(Read));
        }));
    }

    private char Read(byte code)
    {
        if (code >= 0x10)
            return CharacterRom.CharacterOf(code) ?? PanelFont.Replacement;
        var dots = generator.AsSpan((code & 7) * CharacterRom.GlyphRows, CharacterRom.GlyphRows).ToArray();
        return PanelFont.Characters.FirstOrDefault(
            character => character != ' ' && CharacterRom.Draw(character).SequenceEqual(dots), PanelFont.Replacement);
    }

    private void TakeHalf(int nibble, bool isData)
    {
        if (!takesFourBits)
        {
            // The lower four pins are not wired.
            TakeByte((byte)(nibble << 4), isData);
            return;
        }
        if (upperHalf is not { } upper)
        {
            upperHalf = nibble;
            return;
        }
        upperHalf = null;
        TakeByte((byte)(upper << 4 | nibble), isData);
    }

    private void TakeByte(byte value, bool isData)
    {
        if (!isData)
        {
            Obey(value);
            return;
        }
        if (writesBackwards)
            throw new NotSupportedException("This twin writes from left to right.");
        if (writesGenerator)
        {
            generator[address] = (byte)(value & 0x1F);
            address = (address + 1) % GeneratorMemory;
            return;
        }
        text[address] = value;
        // Two lines of 40 characters, one behind the other.
        address = address switch
        {
            0x27 => 0x40,
            0x67 => 0,
            _ => address + 1,
        };
    }

    private void Obey(byte instruction)
    {
        switch (instruction)
        {
            case >= 0x80:
                (writesGenerator, address) = (false, instruction & 0x7F);
                break;
            case >= 0x40:
                (writesGenerator, address) = (true, instruction & 0x3F);
                break;
            case >= 0x20:
                takesFourBits = (instruction & 0x10) == 0;
                isTwoLines = (instruction & 0x08) != 0;
                break;
            case >= 0x10:
                break;
            case >= 0x08:
                isOn = (instruction & 0x04) != 0;
                break;
            case >= 0x04:
                if ((instruction & 0x01) != 0)
                    throw new NotSupportedException("This twin does not shift.");
                writesBackwards = (instruction & 0x02) == 0;
                break;
            case >= 0x02:
                (writesGenerator, address) = (false, 0);
                break;
            case 0x01:
                text = Blank();
                (writesGenerator, address) = (false, 0);
                break;
            default:
                break;
        }
    }
}
