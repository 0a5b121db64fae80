using System.Globalization;
using CloudBridge.Contract;
using EdgeTerminal.Core;
using Tests.Support;

namespace Tests.BenchPage;

/// <summary>A station's part of the page.</summary>
internal sealed class StationView(PageTexts texts, Bench bench, Station station)
{
    private const int MostLines = 12;

    private static readonly TimeSpan LampIsLit = TimeSpan.FromSeconds(2);

    /// <summary>Until it sounds again, or is over.</summary>
    private static readonly TimeSpan AlarmIsLit = TimeSpan.FromSeconds(6);


    private string Name => texts.Station(station.Kind);

    private Region Says => new(Id("says"), Settled());

    private Region Looks => new(Id("look"), Look());

    private Region Models => new(Id("model"), Model());

    private Region Hands => new(Id("hands"), Html.All(OfGate().Concat(OfTaps())));

    private Region Tray => new(Id("cards"), Cards());

    private Region Plugs => new(Id("world"), World());

    private Region Clocks => new(Id("clock"), Ahead());

    private Region Lines => new(Id("journal"), Journal());

    private bool HasModel => station.Kind != StationKind.Kiosk;

    /// <summary>Everything of it that changes by itself, always in this order.</summary>
    public IReadOnlyList<Region> Regions() =>
        [Says, Looks, .. HasModel ? [Models, Hands] : Array.Empty<Region>(), Tray, Plugs, Clocks, Lines];

    /// <summary>Its orders go one behind the other: who types quickly has typed all of it, in this order.</summary>
    public Html Section() => Html.Of(
        $"""
        <section class="station {station.Id}" aria-labelledby="{Id("title")}" hx-sync="this:queue all">
        <h2 id="{Id("title")}">{Name} <small>{station.Name}</small></h2>
        {Says.Inside("p", "class=\"unseen\" role=\"status\"")}
        {Looks.Inside("div", "class=\"look\"")}
        {Html.If(HasModel, () => Group(
            "model", station.Turnstile is null ? texts.Taps : texts.Turnstile,
            Html.Of(
                $"""
                {Models.Inside("div", "class=\"model\"")}
                <div class="buttons">{Html.All(OfModel())} {Hands.Inside("div", "class=\"part\"")}</div>
                """)))}
        {Group("keys", texts.Keys, Html.Of($"<div class=\"buttons\">{Keys()}</div>"))}
        {Group("cards", texts.Cards, Tray.Inside("div", "class=\"buttons\""))}
        {Group("world", texts.World, Html.Of(
            $"""
            <div class="buttons">{Plugs.Inside("div", "class=\"part\"")} {Clock()}</div>
            {Clocks.Inside("p", "")}
            """))}
        <h3 id="{Id("journal-title")}">{texts.Journal}</h3>
        {Lines.Inside(
            "div", $"class=\"journal\" role=\"group\" tabindex=\"0\" aria-labelledby=\"{Id("journal-title")}\"")}
        </section>
        """);

    private string Id(string part) => $"{station.Id}-{part}";

    /// <summary>What belongs together, by a name that is seen and heard.</summary>
    private Html Group(string part, string title, Html content) => Html.Of(
        $"""
        <h3 id="{Id($"{part}-title")}">{title}</h3>
        <div role="group" aria-labelledby="{Id($"{part}-title")}">{content}</div>
        """);

    /// <summary>In the language that it is in: a voice for another reads it wrongly.</summary>
    private Html Settled() => station.Display is null
        ? Html.Of($"{texts.Display}: {texts.DisplayIsDark}")
        : Html.Of($"<span lang=\"{station.Speaks}\">{station.Settled()}</span>");

    private Html Look()
    {
        var picture = station.Display is { } display
            ? Picture.OfDisplay(
                display.Picture, string.Join(", ", display.Reading.Lines).Replace('\t', ' '), station.Speaks)
            : Picture.OfDisplay(null, texts.DisplayIsDark, texts.Language);
        return Html.Of($"<div role=\"group\" aria-label=\"{texts.Display}\">{picture}</div>{Lamp()}");
    }

    /// <summary>Lit for a while after each melody; the page's script plays those that it has not played.</summary>
    private Html Lamp()
    {
        var (melodies, count) = station.Heard;
        var cue = melodies is [.., var last] && Enum.Parse<Cue>(last.Name, ignoreCase: true) is var heard &&
            TimeProvider.System.GetElapsedTime(last.Heard) < (heard == Cue.Alarm ? AlarmIsLit : LampIsLit)
                ? heard
                : (Cue?)null;
        var notes = string.Join('|', melodies.Select(melody => string.Join(' ', melody.Notes.Select(note =>
            string.Create(CultureInfo.InvariantCulture, $"{note.Hertz}:{note.Milliseconds}")))));
        return Html.Of(
            $"""
            <p class="lamp {cue?.ToString().ToLowerInvariant() ?? "off"}" data-heard="{count}" data-notes="{notes}">
            <span class="bulb" aria-hidden="true"></span> {(cue is { } lit ? texts.Lamp(lit) : texts.LampIsOff)}</p>
            """);
    }

    private Html Model() => station.Turnstile is { } turnstile
        ? Html.Of(
            $"""
            <div class="stand">{Picture.OfTurnstile(turnstile.IsReleased)}
            <div><p>{(turnstile.IsReleased ? texts.TurnstileIsReleased : texts.TurnstileIsLocked)}</p>
            <p>{texts.PeopleThrough(turnstile.People)}</p>
            <p>{(turnstile.HasTurnedAway ? texts.NobodyGotThrough : "")}</p></div></div>
            """)
        : Html.All(station.Taps.Select(tap => Html.Of(
            $"""
            <div class="stand">{Picture.OfGlass(tap.Glass.Microlitres, Glass.Capacity, tap.Glass.IsOpen)}
            <div><p>{(tap.Glass.IsOpen ? texts.ValveIsOpen(tap.Product) : texts.ValveIsShut(tap.Product))}</p>
            <p>{texts.GlassHolds(tap.Glass.Microlitres)}
            {(tap.Glass.Microlitres > Glass.Capacity ? texts.GlassRunsOver : "")}</p></div></div>
            """)));

    private Html Keys() => Html.All(station.Keys.Select(key => Button(
        $"key-{key.Name}", $"key/{key.Name}", key.Meaning is { } meaning ? texts.Key(meaning) : key.Label)));

    /// <summary>They stand beside what they move, and never change.</summary>
    private IEnumerable<Html> OfModel() =>
    [
        .. station.Taps.Select(tap => Button($"glass-{tap.Key}", $"glass/{tap.Key}", texts.ChangeGlass(tap.Product))),
        .. station.Turnstile is null ? [] : new[] { Button("walk", "walk", texts.WalkThrough) },
    ];

    private Html Cards() => Html.All(bench.Cards.Select(card =>
    {
        var who = char.ToUpperInvariant(card.Name[0]) + card.Name[1..];
        var shown = texts.Role(card.Role) is { } role ? $"{who} ({role})" : who;
        if (station.Lying == card)
            return Button($"card-{card.Name}", "take", $"{shown}: {texts.LiesHere}", texts.TakeCard, "lies");
        var place = bench.Stations.Any(other => other.Lying == card) ? $"{shown}: {texts.LiesElsewhere}" : shown;
        return Button($"card-{card.Name}", $"lay/{card.Name}", place, texts.LayCard);
    }));

    private Html World() => Html.All(
    [
        station.HasPower
            ? Button("power", "power/off", texts.PullPlug)
            : Button("power", "power/on", texts.PutPlugIn, look: "off"),
        station.HasNetwork
            ? Button("network", "network/off", texts.PullCable)
            : Button("network", "network/on", texts.PutCableIn, look: "off"),
    ]);

    private IEnumerable<Html> OfGate()
    {
        if (station.Turnstile is not { } turnstile)
            yield break;
        yield return turnstile.IsForced
            ? Button("force", "force/off", texts.Mend, look: "off")
            : Button("force", "force/on", texts.Force);
        yield return turnstile.IsFire
            ? Button("fire", "fire/off", texts.EndFire, look: "off")
            : Button("fire", "fire/on", texts.StartFire);
    }

    /// <summary>One trouble at a time; its own button ends it.</summary>
    private IEnumerable<Html> OfTaps() =>
        from tap in station.Taps
        from row in new[]
        {
            (Trouble: TapTrouble.ValveLeaks, Order: "leak", Label: texts.LeakTap(tap.Product)),
            (Trouble: TapTrouble.MeterStuck, Order: "stick", Label: texts.StickMeter(tap.Product)),
            (Trouble: TapTrouble.KegNearlyEmpty, Order: "drain", Label: texts.DrainKeg(tap.Product)),
        }
        where tap.Glass.Trouble == TapTrouble.None || tap.Glass.Trouble == row.Trouble
        select tap.Glass.Trouble == TapTrouble.None
            ? Button($"{row.Order}-{tap.Key}", $"{row.Order}/{tap.Key}", row.Label)
            : Button($"{row.Order}-{tap.Key}", $"mend/{tap.Key}", texts.MendTap(tap.Product), look: "off");

    /// <summary>May be pressed quickly, one time after the other: they are never replaced.</summary>
    private Html Clock() => MachineTime.WhyNot is not null
        ? Html.Of($"<p>{texts.NoClock}</p>")
        : Html.Of(
            $"{Button("hour", "clock/hour", texts.TurnClockHour)}{Button("day", "clock/day", texts.TurnClockDay)}");

    private Html Ahead() => Html.If(
        station.Clock.Ahead > TimeSpan.Zero, () => Html.Of($"{texts.ClockIsAhead(station.Clock.Ahead)}"));

    private Html Journal()
    {
        var (lines, unsent) = station.Journal(MostLines);
        var rows = lines.Reverse().Select(line => Html.Of(
            $"""
            <li><b>{line.Position.ToString()}</b> {Time(line.Stamp)}
            {(line.Stamp.Trusted ? "" : $"({texts.Untrusted})")} <strong lang="en">{line.Kind}</strong>
            <code lang="en">{line.FactJson}</code></li>
            """));
        return Html.Of(
            $"""
            <p class="queue {(unsent == 0 ? "empty" : "waiting")}" data-unsent="{unsent}">{texts.Unsent(unsent)}</p>
            {(lines.Count == 0 ? Html.Of($"<p>{texts.JournalIsEmpty}</p>") : Html.Of($"<ul>{Html.All(rows)}</ul>"))}
            """);
    }

    private static string Time(Stamp stamp) =>
        stamp.WallTime.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    /// <param name="id">Of the button, at this station.</param>
    /// <param name="order">Given by it.</param>
    /// <param name="words">That stand on it.</param>
    /// <param name="deed">Said behind them to who does not see where it stands.</param>
    /// <param name="look">Its class.</param>
    private Html Button(string id, string order, string words, string? deed = null, string look = "") => Html.Of(
        $"""
        <button type="button" id="{Id(id)}" class="{look}" data-order="/{texts.Language}/{station.Id}/{order}"
        >{words}{Html.If(deed is not null, () => Html.Of($"<span class=\"unseen\">, {deed}</span>"))}</button>
        """);
}
