using System.Collections;
using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Lines;

/// <summary>
/// A keypad of rows and columns, looked at some seventy times a second. A column rises slowly, pulled up by some 50 kΩ
/// against the wire: of a row that was just let go it would still be low when the next is looked at.
/// </summary>
/// <param name="wiring">Which lines, and what the keys are called.</param>
/// <param name="openChip">Opens the chip that they are at.</param>
/// <param name="time">For the pauses.</param>
public sealed class MatrixKeypad(MatrixWiring wiring, Func<ILineChip> openChip, TimeProvider time) : IKeypad
{
    private static readonly TimeSpan BetweenScans = TimeSpan.FromMilliseconds(10);

    // A metre of cable takes 10 µs; no shorter wait is to be had.
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(1);

    /// <inheritdoc/>
    public void Run(Action ready, Action<string> pressed, CancellationToken cancellation)
    {
        var opened = new List<IDisposable>();
        try
        {
            var chip = Keep(openChip());
            var rows = wiring.Rows.Select(line => Keep(chip.OpenOutput(
                new OutputLineSettings(line, "keypad row") { ActiveLow = true, OpenDrain = true }))).ToList();
            var columns = wiring.Columns.Select(line => Keep(chip.OpenInput(
                new InputLineSettings(line, "keypad column") { ActiveLow = true, Bias = LineBias.PullUp }))).ToList();
            var matrix = new KeyMatrix(rows.Count, columns.Count);
            // Lines may open that cannot be driven.
            Scan(rows, columns, cancellation);
            ready();
            while (!cancellation.IsCancellationRequested)
            {
                foreach (var key in matrix.Take(Scan(rows, columns, cancellation)))
                    pressed(wiring.Keys[key]);
                Pause.Until(cancellation.WaitHandle, BetweenScans, time);
            }
        }
        finally
        {
            opened.Reverse();
            foreach (var line in opened)
                line.Dispose();
        }

        T Keep<T>(T line) where T : IDisposable
        {
            opened.Add(line);
            return line;
        }
    }

    private BitArray Scan(List<IOutputLine> rows, List<IInputLine> columns, CancellationToken cancellation)
    {
        var closed = new BitArray(rows.Count * columns.Count);
        for (var row = 0; row < rows.Count; row++)
        {
            Drive(rows[row], true);
            Pause.Until(cancellation.WaitHandle, Settling, time);
            for (var column = 0; column < columns.Count; column++)
                closed[row * columns.Count + column] = columns[column].IsActive;
            Drive(rows[row], false);
        }
        return closed;
    }

    private static void Drive(IOutputLine row, bool active)
    {
        if (row.Set(active) is DeviceOutcome.Failure failure)
            throw new LinkLostException(failure.Detail);
    }
}
