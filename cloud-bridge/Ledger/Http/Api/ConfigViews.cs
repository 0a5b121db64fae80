using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>Prices that are said.</summary>
/// <param name="Scope">For whom.</param>
/// <param name="Number">Of what was said last for them; 0: nothing was.</param>
/// <param name="Articles">All of them; null: nothing is said of prices.</param>
/// <param name="Terminals">Those that it is for.</param>
internal sealed record PriceList(
    string Scope, long Number, ValueList<PricedArticle>? Articles, ValueList<ConfiguredTerminal> Terminals);

/// <summary>A terminal that is told something.</summary>
/// <param name="Terminal">Which.</param>
/// <param name="Version">What it is told; 0: nothing.</param>
/// <param name="InForce">What its journal says is in force there; 0: nothing that was sent.</param>
/// <param name="State">Whether that is what it is told.</param>
internal sealed record ConfiguredTerminal(TerminalId Terminal, long Version, long InForce, ConfigStanding State);

/// <summary>Prices that are to be said.</summary>
/// <param name="Articles">All of them; null: they are said no more.</param>
/// <param name="Note">Why: it is signed and stays in the books.</param>
/// <param name="Scope">For whom.</param>
internal sealed record PricesBody(ValueList<PricedArticle>? Articles, string Note, string Scope = "site");

/// <summary>Limits that are said.</summary>
/// <param name="Scope">As of prices.</param>
/// <param name="Number">As of prices.</param>
/// <param name="Limits">How far terminals go alone; null: nothing is said of it.</param>
/// <param name="Terminals">Those that it is for.</param>
internal sealed record LimitsList(
    string Scope, long Number, TerminalLimits? Limits, ValueList<ConfiguredTerminal> Terminals);

/// <summary>Limits that are to be said.</summary>
/// <param name="Limits">As in an enrolment, all of them, without staff; null: they are said no more.</param>
/// <param name="Note">As of prices.</param>
/// <param name="Scope">As of prices.</param>
internal sealed record LimitsBody(TerminalLimits? Limits, string Note, string Scope = "site");

/// <summary>Staff as they are said.</summary>
/// <param name="Scope">For whom.</param>
/// <param name="Number">As of prices.</param>
/// <param name="Rules">Which badges may do what; null: nothing is said of staff.</param>
/// <param name="Pins">Cards that have a PIN, which nobody is told.</param>
/// <param name="Terminals">Those that it is for.</param>
internal sealed record StaffList(
    string Scope, long Number, StaffCaps? Rules, ValueList<CardToken> Pins, ValueList<ConfiguredTerminal> Terminals)
{
    /// <summary>Of what was said.</summary>
    public static StaffList Of(
        ConfigScope scope, (long Number, TerminalConfig Config) said, ValueList<ConfiguredTerminal> terminals) => new(
        $"{scope}",
        said.Number,
        said.Config.Staff is { } staff ? StaffCaps.Of(staff) : null,
        [.. (said.Config.Staff?.Pins ?? []).Select(pin => pin.Card)],
        terminals);
}

/// <summary>What staff may do, as in an enrolment, without their PINs.</summary>
internal sealed record StaffCaps(
    ValueList<StaffRole> Roles, AssetId Asset, Money MostAtOnce, Money MostADay, Money MostUnlisted, int VoidSeconds)
{
    /// <summary>Of rules.</summary>
    public static StaffCaps Of(StaffRules rules) => new(
        rules.Roles, rules.Asset, rules.MostAtOnce, rules.MostADay, rules.MostUnlisted, rules.VoidSeconds);

    /// <summary>Rules with these PINs.</summary>
    public StaffRules With(ValueList<StaffPin> pins) =>
        new(Roles, Asset, MostAtOnce, MostADay, MostUnlisted, VoidSeconds, pins);
}

/// <summary>What staff may do from now on.</summary>
/// <param name="Rules">As in an enrolment; null: nothing is said of staff any more.</param>
/// <param name="Note">As of prices.</param>
/// <param name="Scope">As of prices.</param>
/// <param name="DropPins">Cards that have no PIN by it any more may lose theirs.</param>
internal sealed record StaffRulesBody(StaffCaps? Rules, string Note, string Scope = "site", bool DropPins = false);

/// <summary>A staff card that gets a PIN.</summary>
/// <param name="Card">Which.</param>
/// <param name="Pin">4 to 12 digits, of which a slow hash is kept.</param>
/// <param name="Note">As of prices.</param>
/// <param name="Scope">As of prices.</param>
internal sealed record StaffBody(CardToken Card, string Pin, string Note, string Scope = "site");
