using System.Collections;

namespace HardwareDrivers.Lines;

/// <summary>
/// Tells keys of a matrix from what its wires measure. A key counts once it was seen in some scans in a row. Three keys
/// that are held at corners of a rectangle look like four: then none of them is believed to be new.
/// </summary>
/// <param name="columns">Keys in a row.</param>
/// <param name="rows">Rows.</param>
public sealed class KeyMatrix(int rows, int columns)
{
    /// <summary>Contacts bounce for some milliseconds; scans are 10 ms apart.</summary>
    private const int ScansInARow = 2;

    private readonly int[] seen = new int[rows * columns];
    private readonly BitArray down = new(rows * columns);

    /// <summary>One scan.</summary>
    /// <param name="closed">Each contact, row by row.</param>
    /// <returns>Keys that were pressed, by their place in the row by row order.</returns>
    public IEnumerable<int> Take(BitArray closed)
    {
        if (IsAmbiguous(closed))
            return [];
        var pressed = new List<int>();
        for (var key = 0; key < seen.Length; key++)
        {
            seen[key] = closed[key] == down[key] ? 0 : seen[key] + 1;
            if (seen[key] < ScansInARow)
                continue;
            (seen[key], down[key]) = (0, closed[key]);
            if (closed[key])
                pressed.Add(key);
        }
        return pressed;
    }

    /// <summary>Two rows have two columns in common: current may have gone through keys that nobody holds.</summary>
    private bool IsAmbiguous(BitArray closed)
    {
        for (var row = 0; row < rows; row++)
            for (var other = 0; other < row; other++)
            {
                var common = 0;
                for (var column = 0; column < columns; column++)
                    common += closed[row * columns + column] && closed[other * columns + column] ? 1 : 0;
                if (common > 1)
                    return true;
            }
        return false;
    }
}
