using CloudBridge.Contract;
using EdgeTerminal.Core;
using HardwareDrivers.Abstractions;
using AdmissionKeys = EdgeTerminal.Host.ConfigurationKeys.Admission;
using ContactKeys = EdgeTerminal.Host.ConfigurationKeys.GateInput;
using GateKeys = EdgeTerminal.Host.ConfigurationKeys.Gate;

namespace EdgeTerminal.Host;

/// <summary>Reads whom a gate lets through: section <c>gate</c>.</summary>
internal static class GateReader
{
    public static StationSettings Read(Section gate)
    {
        var lines = new GateLines(
            gate.Text(GateKeys.Turnstile),
            Contact(gate.In(GateKeys.Passed.Name)),
            Contact(gate.In(GateKeys.Tampered.Name)),
            Contact(gate.In(GateKeys.Fire.Name)));
        var setup = Setup(gate, lines);
        var keys = KeysOf(gate);
        return new GateSettings(
            setup,
            lines,
            keys.Meanings,
            // What the display calls it may change at any time.
            setup.Admissions.Select(row => row with { Article = row.Article with { Name = "" } })
                .ToHashSet<object>())
        {
            KeysWritten = keys.Written,
        };
    }

    private static GateSetup Setup(Section gate, GateLines lines)
    {
        var isWayOut = gate.OptionalText(GateKeys.Direction) switch
        {
            null or "in" => false,
            "out" => true,
            var text => gate.Wrong(GateKeys.Direction, text, false),
        };
        var admissions = Admissions(gate);
        if (!isWayOut && admissions.Count == 0)
            gate.Wrong(AdmissionKeys.All, "[]", "at least one admission where people come in", 0);
        if (admissions.Count(row => row.Article.Price.IsPositive) is > ScreenWriter.MostAdmissionRows and var priced)
            gate.Wrong(
                AdmissionKeys.All,
                $"{priced} with a price",
                $"at most {ScreenWriter.MostAdmissionRows}: the display has room for no more, and a price must be seen",
                0);
        return new GateSetup(admissions, gate.Number(GateKeys.PriceListVersion))
        {
            IsWayOut = isWayOut,
            WithoutList = gate.OptionalText(GateKeys.WithoutList) switch
            {
                null or "refuse" => WithoutList.Refuse,
                "letIn" => WithoutList.LetIn,
                var text => gate.Wrong(GateKeys.WithoutList, text, WithoutList.Refuse),
            },
            PassBack = new PassBackRules
            {
                IsOn = gate.Flag(GateKeys.PassBack),
                ResetMilliseconds = gate.OptionalNumber(GateKeys.PassBackMinutes) * 60_000L,
                ResetsDaily = gate.Flag(GateKeys.PassBackDaily),
            },
            Capacity = gate.OptionalNumber(GateKeys.Capacity),
            MostPeople = (int)gate.Number(GateKeys.MostPeople),
            Zone = Zone(gate),
            TellsPassing = lines.Passed is not null,
            PassageMilliseconds = gate.Number(GateKeys.PassageSeconds) * 1_000,
        };
    }

    private static ValueList<Admission> Admissions(Section gate)
    {
        var rows = new List<Admission>();
        foreach (var section in gate.Each(AdmissionKeys.All.Name))
        {
            var article = ArticleReader.Read(section, ConfigurationKeys.Article.Price);
            if (article.Id != default && rows.Exists(row => row.Article.Id == article.Id))
                section.Wrong(
                    ConfigurationKeys.Article.Id, article.Id.ToString(), "an id that no other admission has", 0);
            rows.Add(new Admission(article)
            {
                Entries = section.OptionalNumber(AdmissionKeys.Entries),
                EntriesPerDay = section.OptionalNumber(AdmissionKeys.EntriesPerDay),
            });
        }
        return [.. rows];
    }

    private static ZoneId? Zone(Section gate) =>
        gate.OptionalText(GateKeys.Zone) is not { } text ? null
        : ZoneId.TryParse(text, out var zone) ? zone
        : gate.Wrong<ZoneId?>(GateKeys.Zone, text, null);

    private static StationKeys KeysOf(Section gate)
    {
        var keys = new StationKeys(
            [(KeyNames.Clear, new Input.ChoiceCleared())], "clear takes back what was chosen");
        keys.Add(gate, GateKeys.MoreKey, new Input.PersonAdded());
        keys.Add(gate, GateKeys.ResetKey, new Input.ResetChosen());
        return keys;
    }

    /// <summary>Its other keys are asked for all the same: none is unknown.</summary>
    private static GateContact? Contact(Section contact)
    {
        var line = contact.OptionalNumber(ContactKeys.Line);
        var activeLow = contact.Flag(ContactKeys.ActiveLow);
        var bias = contact.Choice(ContactKeys.Bias, LineBias.None);
        return line is { } number ? new GateContact(number, activeLow, bias)
            : !contact.IsWritten ? null
            : contact.Missing<GateContact?>(ContactKeys.Line, "the number of the line that it is at", null);
    }
}
