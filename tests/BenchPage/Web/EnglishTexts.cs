using System.Globalization;
using EdgeTerminal.Core;

namespace Tests.BenchPage;

// A number that has no name has no words either: what is named and has none does not compile (CS8509).
#pragma warning disable CS8524

/// <summary>English.</summary>
internal static class EnglishTexts
{
    public static PageTexts All { get; } = new()
    {
        Language = "en",
        LanguageName = "English",
        Title = "Edge Terminal: the bench",
        Lead = "Three real terminals, emulated hardware. Lay a card on a reader, press keys, pull what can be pulled.",
        SkipTo = "Skip to the stations",
        Languages = "Language",
        Sound = "Sound of the buzzers",
        Station = kind => kind switch
        {
            StationKind.Kiosk => "Kiosk",
            StationKind.Drink => "Drink station",
            StationKind.Gate => "Gate",
        },
        Display = "Display",
        DisplayIsDark = "dark",
        LampIsOff = "Lamp: off",
        Lamp = cue => cue switch
        {
            Cue.Approved => "Lamp and buzzer: approved",
            Cue.Refused => "Lamp and buzzer: refused",
            Cue.Noticed => "Lamp and buzzer: noticed",
            Cue.Alarm => "Lamp and buzzer: alarm",
        },
        Keys = "Keys",
        Key = meaning => meaning switch
        {
            KeyMeaning.Ok => "ok",
            KeyMeaning.Clear => "Clear",
            KeyMeaning.Next => "Knob: forwards",
            KeyMeaning.Previous => "Knob: backwards",
            KeyMeaning.Stop => "Stop",
            KeyMeaning.NewKeg => "Staff: new keg",
            KeyMeaning.Calibrate => "Staff: measure a glass",
            KeyMeaning.Approve => "Staff: let the next guest pour",
            KeyMeaning.More => "More in the glass",
            KeyMeaning.Less => "Less in the glass",
            KeyMeaning.OnePersonMore => "One person more",
            KeyMeaning.CountOutside => "Count a card as outside",
        },
        Cards = "Cards",
        Role = role => role switch
        {
            CardRole.Guest => null,
            CardRole.SpeaksFrench => "speaks French",
            CardRole.Member => "member",
            CardRole.Ticket => "day ticket, age not known",
            CardRole.Staff => "staff",
            CardRole.Till => $"staff, PIN {BenchPeople.Pin}",
            CardRole.Cellar => "rinses the taps",
        },
        LayCard = "lay the card on this reader",
        TakeCard = "take the card away",
        LiesHere = "on the reader",
        LiesElsewhere = "elsewhere",
        World = "Power, network, clock",
        PullPlug = "Pull the plug",
        PutPlugIn = "Put the plug in",
        PullCable = "Pull the network cable",
        PutCableIn = "Put the network cable in",
        TurnClockHour = "Clock: an hour on",
        TurnClockDay = "Clock: a day on",
        ClockIsAhead = ahead => $"Its clock is {Hours(ahead)} ahead.",
        NoClock = "The clock cannot be turned here: that wants a C compiler.",
        Taps = "Taps and glasses",
        ValveIsOpen = tap => $"{tap}: valve open",
        ValveIsShut = tap => $"{tap}: valve shut",
        GlassHolds = microlitres => $"In the glass: {Centilitres(microlitres)} cl",
        GlassRunsOver = "It runs over.",
        ChangeGlass = tap => $"{tap}: take an empty glass",
        LeakTap = tap => $"{tap}: let the valve leak",
        StickMeter = tap => $"{tap}: hold the meter fast",
        DrainKeg = tap => $"{tap}: empty the keg",
        MendTap = tap => $"{tap}: mend it",
        Turnstile = "Turnstile",
        TurnstileIsReleased = "Turnstile: free",
        TurnstileIsLocked = "Turnstile: locked",
        PeopleThrough = people => $"Gone through: {people}",
        WalkThrough = "Somebody walks up to it",
        NobodyGotThrough = "It is locked: nobody got through.",
        Force = "Force it",
        Mend = "Leave it alone again",
        StartFire = "Fire alarm on",
        EndFire = "Fire alarm off",
        Journal = "Journal",
        JournalIsEmpty = "No line yet.",
        Unsent = records => records switch
        {
            0 => "The ledger has every line.",
            1 => "1 line waits for the ledger.",
            _ => $"{records} lines wait for the ledger.",
        },
        BenchIsGone = "The bench does not answer. What stands here may be old.",
        OrderFailed = station =>
            $"{station}: that was not done, the terminal does not answer. Pull its plug, and put it in again.",
        Untrusted = "clock not confirmed",
    };

    private static string Hours(TimeSpan ahead) => ahead.TotalHours == 1 ? "1 hour" : $"{(long)ahead.TotalHours} hours";

    private static string Centilitres(long microlitres) =>
        (microlitres / 10_000m).ToString("0.00", CultureInfo.InvariantCulture);
}
