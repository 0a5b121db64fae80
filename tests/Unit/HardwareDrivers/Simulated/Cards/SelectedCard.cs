using HardwareDrivers.Simulated;

namespace Tests.Unit.HardwareDrivers.Simulated;

/// <summary>A card without reader or air: powered, selected, and asked.</summary>
internal static class SelectedCard
{
    public const string Uid = "04A23B1C5D6E80";

    public static ReadOnlyMemory<byte> UidBytes => Convert.FromHexString(Uid);

    public static T Selected<T>(this T card)
        where T : EmulatedCard
    {
        card.PowerDown();
        card.PowerUp();
        card.HearRequest(wakeUp: false);
        for (var level = 1; level <= card.Levels; level++)
            card.HearSelect(level, card.LevelBytes(level));
        return card;
    }

    /// <returns>The answer in hexadecimal; one digit for four bits; nothing for silence.</returns>
    public static string Ask(this EmulatedCard card, string command) =>
        card.Hear(Convert.FromHexString(command)) switch
        {
            CardAnswer.Frame frame => Convert.ToHexString(frame.Data.Span),
            CardAnswer.Bits bits => bits.Value.ToString("X1", System.Globalization.CultureInfo.InvariantCulture),
            _ => "",
        };
}
