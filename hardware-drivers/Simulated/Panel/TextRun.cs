namespace HardwareDrivers.Simulated;

/// <summary>Characters beside each other, as found in a picture.</summary>
/// <param name="Text">Without spaces at its ends.</param>
/// <param name="X">Of the first cell.</param>
/// <param name="Y">Of the cells.</param>
/// <param name="Width">Of all cells.</param>
/// <param name="Height">Of a cell.</param>
/// <param name="Ink">Pixels that the characters explain, in the text's own size: how sure it is.</param>
internal sealed record TextRun(string Text, int X, int Y, int Width, int Height, int Ink)
{
    public bool Overlaps(TextRun other) =>
        X < other.X + other.Width && other.X < X + Width && Y < other.Y + other.Height && other.Y < Y + Height;
}
