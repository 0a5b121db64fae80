namespace HardwareDrivers.Cards;

/// <summary>Names a master key: no secret.</summary>
/// <param name="Population">Whose: a name of the configuration.</param>
/// <param name="Use">For what.</param>
/// <param name="Version">1 to 255; cards carry it.</param>
public sealed record CardKeyName(string Population, CardKeyUse Use, int Version)
{
    /// <summary>For people: <c>festival proof 2</c>.</summary>
    public override string ToString() => $"{Population} {Use.ToString().ToLowerInvariant()} {Version}";
}
