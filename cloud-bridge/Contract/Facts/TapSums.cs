using System.Text.Json.Serialization;

namespace CloudBridge.Contract;

/// <summary>What records have come to at one tap of a drink station.</summary>
/// <param name="Tap">From 1.</param>
/// <param name="MeterTotal">All pulses that its meter has ever counted, by the last record that says so.</param>
/// <param name="KegPouredMicrolitres">Out of the present keg.</param>
/// <param name="KegMicrolitres">What the present keg held; null: nobody said.</param>
/// <param name="IsDry">Next to nothing flowed at last, and no keg was changed since.</param>
/// <param name="PulsesPerLitre">By measured glasses; null: as the configuration says.</param>
/// <param name="InsteadOf">What the configuration said then.</param>
/// <param name="SilentPours">
/// Guests' pours in a row in which the valve was open for a while and the meter counted nothing; of one card in a row
/// the first.
/// </param>
/// <param name="SilentCard">Of the last of them; null: there is none.</param>
public sealed record TapSums(
    int Tap,
    long MeterTotal,
    long KegPouredMicrolitres,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? KegMicrolitres = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool IsDry = false,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? PulsesPerLitre = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? InsteadOf = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int SilentPours = 0,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] CardToken? SilentCard = null)
{
    internal string? Flaw() =>
        FactFlaws.OfTap(Tap, MeterTotal) ?? FactFlaws.Negative(KegPouredMicrolitres, KegMicrolitres ?? 0) ??
        FactFlaws.Negative(SilentPours, 0) ??
        (PulsesPerLitre < 1 || InsteadOf < 1 ? "no pulses a litre" : null);
}
