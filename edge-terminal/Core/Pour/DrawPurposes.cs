namespace EdgeTerminal.Core;

/// <summary>What purposes of drawing say.</summary>
internal static class DrawPurposes
{
    /// <summary>In a fact.</summary>
    public static string Word(this DrawPurpose purpose) => purpose switch
    {
        DrawPurpose.Maintenance => "maintenance",
        DrawPurpose.Calibration => "calibration",
        _ => throw new ArgumentOutOfRangeException(nameof(purpose)),
    };
}
