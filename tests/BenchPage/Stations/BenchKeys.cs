using System.Collections.Immutable;
using System.Globalization;

namespace Tests.BenchPage;

/// <summary>All keys that a station of each kind knows, by the names that its configuration gives them.</summary>
internal static class BenchKeys
{
    public const string Keg = "keg";
    public const string Calibrate = "calibrate";
    public const string Approve = "approve";
    public const string More = "more";
    public const string Less = "less";
    public const string OnePersonMore = "1";
    public const string CountOutside = "2";

    private const string Clear = "clear";

    public static ImmutableArray<BenchKey> OfGate { get; } =
    [
        BenchKey.Of(OnePersonMore, KeyMeaning.OnePersonMore), BenchKey.Of(CountOutside, KeyMeaning.CountOutside),
        BenchKey.Of(Clear, KeyMeaning.Clear),
    ];

    /// <summary>Digits, which are articles too, and what else a keypad and a knob have.</summary>
    /// <param name="articles">Names, by key.</param>
    public static ImmutableArray<BenchKey> OfKiosk(ImmutableDictionary<string, string> articles)
    {
        var digits = Enumerable.Range(0, 10)
            .Select(digit => digit.ToString(CultureInfo.InvariantCulture)).ToImmutableArray();
        return
        [
            .. digits.Union(articles.Keys.Order(StringComparer.Ordinal)).Select(key =>
                BenchKey.Named(key, articles.TryGetValue(key, out var name) ? $"{key} {name}" : key)),
            BenchKey.Of("ok", KeyMeaning.Ok), BenchKey.Of(Clear, KeyMeaning.Clear),
            BenchKey.Of("previous", KeyMeaning.Previous), BenchKey.Of("next", KeyMeaning.Next),
        ];
    }

    public static ImmutableArray<BenchKey> OfTaps(ImmutableArray<BenchTap> taps) =>
    [
        .. taps.Select(tap => BenchKey.Named(tap.Key, $"{tap.Key} {tap.Product}")),
        BenchKey.Of("stop", KeyMeaning.Stop), BenchKey.Of(Keg, KeyMeaning.NewKeg),
        BenchKey.Of(Approve, KeyMeaning.Approve), BenchKey.Of(Calibrate, KeyMeaning.Calibrate),
        BenchKey.Of(Less, KeyMeaning.Less), BenchKey.Of(More, KeyMeaning.More), BenchKey.Of(Clear, KeyMeaning.Clear),
    ];
}
