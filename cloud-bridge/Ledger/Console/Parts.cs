using System.Security.Cryptography;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary>What pages are put together of.</summary>
internal static class Parts
{
    private const int OnceBytes = 16;

    /// <summary>Why something was not done; nothing where it was.</summary>
    public static Html Flaw(Visit visit, Html? why) => Html.If(
        why is not null,
        () => Html.Of($"""<p class="flaw" role="alert">{visit.Say(Phrases.NotDone)} {why!}</p>"""));

    /// <summary>Why desks did not do something. Null: they did.</summary>
    public static Html? Told(Visit visit, string? why) => why is null ? null : Sentences.Of(visit, why);

    /// <summary>What is wrong with why somebody decides; null when nothing is.</summary>
    public static Html? FlawOfNote(Visit visit) => TreasurerAct.FlawOfNew(visit.Field("note")) is null
        ? null
        : Text(visit.Say(Phrases.BadNote, TreasurerAct.LongestNote));

    /// <summary>A form whose only way is a POST with its token.</summary>
    /// <param name="visit">Whose.</param>
    /// <param name="action">Where it goes.</param>
    /// <param name="fields">What is asked.</param>
    /// <param name="button">What it does.</param>
    public static Html Form(Visit visit, string action, Html fields, Phrase button) => Html.Of(
        $"""
        <form method="post" action="{action}" class="fields">{ConsoleFrame.Hidden(visit)}{Hidden("once", Once())}
        {fields}
        <button>{visit.Say(button)}</button></form>
        """);

    /// <summary>Something that a form brings back as it was.</summary>
    public static Html Hidden(string name, string value) =>
        Html.Of($"""<input type="hidden" name="{name}" value="{value}">""");

    /// <summary>A line of text.</summary>
    public static Html Field(Visit visit, string name, Phrase label, string value = "", bool isNeeded = true) =>
        Html.Of(
            $"""
            <label>{visit.Say(label)}
            <input name="{name}" value="{value}" autocomplete="off" autocapitalize="none"{Needed(isNeeded)}></label>
            """);

    /// <summary>A password, new or known.</summary>
    public static Html Secret(Visit visit, string name, Phrase label, bool isNew) => Html.Of(
        $"""
        <label>{visit.Say(label)}
        <input name="{name}" type="password" autocomplete="{(isNew ? "new-password" : "current-password")}" required>
        </label>
        """);

    /// <summary>One of several.</summary>
    public static Html Choice(
        Visit visit, string name, Phrase label, IEnumerable<(string Value, string Text)> rows, string? chosen = null) =>
        Html.Of(
            $"""
            <label>{visit.Say(label)} <select name="{name}">
            {Html.Each(rows, row => Option(row.Value, row.Text, row.Value == chosen))}
            </select></label>
            """);

    /// <summary>Why.</summary>
    /// <param name="visit">Where it is asked.</param>
    /// <param name="label">What is said of it; of a treasurer's act, that it is signed.</param>
    public static Html Note(Visit visit, Phrase? label = null) => Html.Of(
        $"""
        <label>{visit.Say(label ?? Phrases.Note)}
        <input name="note" maxlength="{TreasurerAct.LongestNote}" autocomplete="off" required></label>
        """);

    /// <summary>Rows under heads; where there are none, that is said.</summary>
    public static Html Table(Visit visit, IReadOnlyList<Phrase> heads, IReadOnlyCollection<TableRow> rows) =>
        rows.Count == 0
            ? Html.Of($"<p class=\"none\">{visit.Say(Phrases.Nothing)}</p>")
            : Html.Of(
                $"""
                <div class="wide" tabindex="0"><table>
                <thead><tr>{Html.Each(heads, head => Html.Of(
                    $"<th scope=\"col\">{visit.Say(head)}</th>"))}</tr></thead>
                <tbody>{Html.Each(rows, row => RowOf([.. heads.Select(head => visit.Say(head))], row))}</tbody>
                </table></div>
                """);

    /// <summary>A row of a table; its first cell names it.</summary>
    public static TableRow Row(Html name, params IReadOnlyList<Html> cells) => new(name, cells);

    /// <summary>Words, encoded.</summary>
    public static Html Text(string? words) => Html.Of($"{words}");

    /// <summary>Words of the ledger's own, which speaks English.</summary>
    public static Html English(string words) => Html.Of($"<span lang=\"en\">{words}</span>");

    /// <summary>Names and values.</summary>
    public static Html Facts(Visit visit, params IEnumerable<(Phrase Name, Html Value)> rows) => Html.Of(
        $"""
        <dl class="facts">
        {Html.Each(rows, row => Html.Of($"<div><dt>{visit.Say(row.Name)}</dt><dd>{row.Value}</dd></div>"))}
        </dl>
        """);

    /// <summary>A terminal's name, and the way to its page.</summary>
    public static Html Link(TerminalId terminal) =>
        Html.Of($"""<a href="/console/terminals/{terminal.ToString()}">{terminal.ToString()}</a>""");

    /// <summary>A card's token, and the way to its page.</summary>
    public static Html Link(CardToken card) =>
        Html.Of($"""<a href="/console/cards/{card.ToString()}"><code>{card.ToString()}</code></a>""");

    /// <summary>A moment; nothing where there is none.</summary>
    public static Html Moment(Visit visit, long? milliseconds) =>
        milliseconds is not { } at ? Text("–")
        : Times.IsWritten(at)
            ? Html.Of($"""<time datetime="{WrittenTime.Write(at)}">{visit.Language.Moment(at)}</time>""")
        : Text(visit.Say(Phrases.NoEnd));

    /// <summary>When something was made, as far as its terminal knew.</summary>
    public static Html Made(Visit visit, long? saidMilliseconds, bool isTrusted, long? cameMilliseconds) =>
        isTrusted || saidMilliseconds is not { } said
            ? Moment(visit, saidMilliseconds)
            : Text(Times.Made(visit, said, isTrusted, cameMilliseconds));

    /// <summary>So much of an asset. TIM and FID are counted, not divided.</summary>
    public static Html Amount(Visit visit, AssetId asset, Int128 minorUnits) => Html.Of(
        $"""<span class="amount">{AmountText.Write(visit.Language, asset, minorUnits)} {asset.ToString()}</span>""");

    /// <summary>Good or bad, in words and not in colour alone.</summary>
    public static Html State(bool isGood, string words) =>
        Html.Of($"""<span class="state {(isGood ? "good" : "bad")}">{words}</span>""");

    /// <summary>On a narrow screen a row is a card, and each cell says what it is.</summary>
    private static Html RowOf(IReadOnlyList<string> heads, TableRow row) => Html.Of(
        $"""
        <tr><th scope="row">{row.Name}</th>{Html.Each(row.Cells.Index(), cell => Html.Of(
            $"<td data-head=\"{heads[cell.Index + 1]}\">{cell.Item}</td>"))}</tr>

        """);

    private static Html Option(string value, string text, bool isChosen) => Html.Of(
        $"""<option value="{value}"{Html.If(isChosen, () => Html.Of($" selected"))}>{text}</option>""");

    private static Html Needed(bool isNeeded) => Html.If(isNeeded, () => Html.Of($" required"));

    private static string Once() => Convert.ToHexString(RandomNumberGenerator.GetBytes(OnceBytes));
}
