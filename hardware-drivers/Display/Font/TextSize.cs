namespace HardwareDrivers.Display;

/// <summary>How large text is; the number is the factor.</summary>
public enum TextSize
{
    /// <summary>Cells of 6 × 10 pixels: 21 characters in a line of 128, 6 lines in 64.</summary>
    Small = 1,

    /// <summary>Cells of 12 × 20 pixels: a word of 10 characters.</summary>
    Large = 2,

    /// <summary>Cells of 18 × 30 pixels: an amount of 7 characters.</summary>
    Huge = 3,
}
