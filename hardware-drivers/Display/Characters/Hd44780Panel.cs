using System.Collections.Immutable;
using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Display;

/// <summary>
/// A panel of characters with an HD44780 behind a PCF8574 on an I2C bus. Only cells that have changed are sent. A panel
/// whose plug was drawn and put back is found by its pins, and gets all anew. For one thread.
/// </summary>
public sealed class Hd44780Panel : ITextPanel, IForgetfulPanel, IDisposable
{
    private readonly ICharacterLink link;
    private TextFrame? last;

    /// <summary>What the controller holds; null: not known, it has to be set up.</summary>
    private CharacterCodes? held;

    /// <summary>By our own bytes.</summary>
    /// <param name="open">Opens the PCF8574 (0x20 to 0x27) or PCF8574A (0x38 to 0x3F); called again after the bus was
    /// lost.</param>
    /// <param name="pins">Its wiring.</param>
    /// <param name="columns">16 or 20.</param>
    /// <param name="rows">2 or 4.</param>
    /// <param name="time">For the waits while it is set up.</param>
    public Hd44780Panel(Func<II2cDevice> open, BackpackPins pins, int columns, int rows, TimeProvider time)
        : this(new BackpackLink(open, pins, columns, time), columns, rows)
    {
    }

    /// <summary>By somebody's library.</summary>
    /// <param name="link">Belongs to the panel from now on.</param>
    /// <param name="columns">16 or 20.</param>
    /// <param name="rows">2 or 4.</param>
    public Hd44780Panel(ICharacterLink link, int columns, int rows) =>
        (this.link, Columns, Rows) = (link, columns, rows);

    /// <inheritdoc/>
    public int Columns { get; }

    /// <inheritdoc/>
    public int Rows { get; }

    /// <inheritdoc/>
    public DeviceOutcome Show(TextFrame frame, CancellationToken cancellation)
    {
        if (frame.Columns != Columns || frame.Lines.Length != Rows)
            throw new ArgumentException($"A text of {Columns} × {Rows} characters is needed.", nameof(frame));
        last = frame;
        var before = held;
        // Whatever ends this talk early: what the controller holds then is not known.
        held = null;
        return PanelTalk.Try(link, () =>
        {
            if (before is not null && !link.IsStillSetUp(cancellation))
                before = null;
            var isNew = before is null;
            if (isNew)
                link.SetUp(cancellation);
            before ??= Blank();
            var wanted = CharacterCodes.Of(frame, before.Slots);
            Draw(before, wanted, cancellation);
            Write(before, wanted, cancellation);
            if (isNew)
                link.SwitchOn(cancellation);
            held = wanted;
        });
    }

    /// <inheritdoc/>
    public DeviceOutcome Refresh(CancellationToken cancellation) =>
        last is null ? DeviceOutcome.Done : Show(last, cancellation);

    /// <summary>Closes the device; the panel goes on showing.</summary>
    public void Dispose() => link.Close();

    private CharacterCodes Blank()
    {
        var row = Enumerable.Repeat((byte)' ', Columns).ToImmutableArray();
        return new CharacterCodes([.. Enumerable.Repeat(row, Rows)], CharacterCodes.NoSlots);
    }

    private void Draw(CharacterCodes before, CharacterCodes wanted, CancellationToken cancellation)
    {
        foreach (var (slot, character) in wanted.Slots.Index())
            if (character is { } drawn && drawn != before.Slots[slot])
                link.Draw(slot, CharacterRom.Draw(drawn).AsSpan(), cancellation);
    }

    private void Write(CharacterCodes before, CharacterCodes wanted, CancellationToken cancellation)
    {
        foreach (var (row, codes) in wanted.Rows.Index())
        {
            var old = before.Rows[row].AsSpan();
            var first = codes.AsSpan().CommonPrefixLength(old);
            var last = Columns - 1;
            while (last >= first && codes[last] == old[last])
                last--;
            if (first <= last)
                link.Write(row, first, codes.AsSpan(first, last - first + 1), cancellation);
        }
    }
}
