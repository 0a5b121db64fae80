using CloudBridge.Contract;
using Microsoft.AspNetCore.Http;

namespace CloudBridge.Ledger;

/// <summary>Who may use the console, for who makes accounts; and everybody's own password.</summary>
internal sealed class AccountPages(AccountDesk desk)
{
    private const string All = "/console/accounts";
    private const string Own = "/console/password";

    private static readonly string[] Roles = [.. Enum.GetValues<AccountRole>().Select(EnumName.Of)];

    /// <summary>What they show and can do.</summary>
    public IEnumerable<ConsoleRoute> Routes() =>
    [
        new ConsoleRoute("GET", All, AccountRole.Admin, visit => Show(visit)),
        new ConsoleRoute("POST", All, AccountRole.Admin, visit => Done(visit, Create(visit))),
        new ConsoleRoute("POST", $"{All}/{{name}}/role", AccountRole.Admin, visit => Done(visit, SetRole(visit))),
        new ConsoleRoute("POST", $"{All}/{{name}}/password", AccountRole.Admin, visit => Done(
            visit, SetPassword(visit))),
        new ConsoleRoute("POST", $"{All}/{{name}}/remove", AccountRole.Admin, visit => Done(visit, Remove(visit))),
        new ConsoleRoute("GET", Own, AccountRole.Viewer, visit => Ask(visit)),
        new ConsoleRoute("POST", Own, AccountRole.Viewer, Change),
    ];

    private ConsoleReply Show(Visit visit, Html? flaw = null) => new ConsoleReply.Page(
        visit.Say(Phrases.Accounts),
        Html.Of(
            $"""
            {Parts.Flaw(visit, flaw)}
            {Parts.Table(
                visit,
                [Phrases.Name, Phrases.Since, Phrases.Role, Phrases.Password, Phrases.Remove],
                [.. desk.List().Select(account => Row(visit, account))])}
            <h2>{visit.Say(Phrases.CreateAccount)}</h2>
            {Parts.Form(
                visit,
                All,
                Html.Of(
                    $"""
                    {Parts.Field(visit, "name", Phrases.Name)}
                    {RoleField(visit, AccountRole.Viewer)}
                    {Parts.Secret(visit, "password", Phrases.Password, isNew: true)}
                    """),
                Phrases.CreateAccount)}
            <p>{visit.Say(Phrases.AboutPasswords, PasswordHash.Shortest)}</p>
            """),
        StatusOf(flaw));

    private static TableRow Row(Visit visit, ConsoleAccount account)
    {
        var (path, isOwn) = ($"{All}/{account.Name}", account.Name == visit.Account.Name);
        return Parts.Row(
            Parts.Text(account.Name),
            Parts.Moment(visit, account.CreatedMilliseconds),
            isOwn
                ? Parts.Text(visit.Language.Say(account.Role))
                : Parts.Form(visit, $"{path}/role", RoleField(visit, account.Role), Phrases.SetRole),
            isOwn
                ? Html.Of($"<a href=\"{Own}\">{visit.Say(Phrases.OwnPassword)}</a>")
                : Parts.Form(
                    visit,
                    $"{path}/password",
                    Parts.Secret(visit, "password", Phrases.NewPassword, isNew: true),
                    Phrases.SetPassword),
            isOwn
                ? Parts.Text("–")
                : Html.Of(
                    $"""
                    <details class="inline"><summary>{visit.Say(Phrases.Remove)} …</summary>
                    {Parts.Form(visit, $"{path}/remove", Html.None, Phrases.Remove)}</details>
                    """));
    }

    private static Html RoleField(Visit visit, AccountRole chosen) => Parts.Choice(
        visit,
        "role",
        Phrases.Role,
        Enum.GetValues<AccountRole>().Select(role => (EnumName.Of(role), visit.Language.Say(role))),
        EnumName.Of(chosen));

    private static ConsoleReply Ask(Visit visit, Html? flaw = null) => new ConsoleReply.Page(
        visit.Say(Phrases.OwnPassword),
        Html.Of(
            $"""
            {Parts.Flaw(visit, flaw)}
            {Parts.Form(
                visit,
                Own,
                Html.Of(
                    $"""
                    {Parts.Secret(visit, "password", Phrases.Password, isNew: false)}
                    {Parts.Secret(visit, "next", Phrases.NewPassword, isNew: true)}
                    {Parts.Secret(visit, "again", Phrases.Again, isNew: true)}
                    """),
                Phrases.SetPassword)}
            <p>{visit.Say(Phrases.AboutPasswords, PasswordHash.Shortest)} {visit.Say(Phrases.LogInAgain)}</p>
            """),
        StatusOf(flaw));

    /// <summary>Whoever finds a browser that somebody left open does not make it his own.</summary>
    private ConsoleReply Change(Visit visit)
    {
        var (name, next) = (visit.Account.Name, Password(visit, "next"));
        var flaw =
            next != Password(visit, "again") ? Parts.Text(visit.Say(Phrases.TwoPasswords))
            : FlawOf(visit, next, name) is { } weak ? weak
            : !desk.Knows(name, Password(visit, "password")) ? Parts.Text(visit.Say(Phrases.NotYourPassword))
            : Parts.Told(visit, desk.SetPassword(name, next, name));
        return flaw is null ? new ConsoleReply.Moved("/console/login") : Ask(visit, flaw);
    }

    private Html? Create(Visit visit)
    {
        var (name, password) = (visit.Field("name"), Password(visit, "password"));
        return !Name.IsGood(name) ? Parts.Text(visit.Say(Phrases.BadName))
            : RoleOf(visit) is not { } role ? NoRole(visit)
            : FlawOf(visit, password, name) is { } weak ? weak
            : IsThere(name)
                ? desk.IsJustMade(name, role, password) ? null : Parts.Text(visit.Say(Phrases.AccountTaken, name))
            : Parts.Told(visit, desk.Create(name, role, password, visit.Account.Name));
    }

    private Html? SetRole(Visit visit) =>
        RoleOf(visit) is { } role
            ? WhyNot(visit) ?? Parts.Told(visit, desk.SetRole(visit.Path("name"), role, visit.Account.Name))
            : NoRole(visit);

    private Html? SetPassword(Visit visit)
    {
        var (name, password) = (visit.Path("name"), Password(visit, "password"));
        // His own he changes where he is asked for the one before.
        return WhyNot(visit) ?? FlawOf(visit, password, name) ??
            Parts.Told(visit, desk.SetPassword(name, password, visit.Account.Name));
    }

    private Html? Remove(Visit visit) =>
        WhyNot(visit) ?? Parts.Told(visit, desk.Remove(visit.Path("name"), visit.Account.Name));

    private Html? WhyNot(Visit visit)
    {
        var name = visit.Path("name");
        return name == visit.Account.Name ? Parts.Text(visit.Say(Phrases.NotYourself))
            : !IsThere(name) ? Parts.Text(visit.Say(Phrases.NoSuchAccount, name))
            : null;
    }

    private bool IsThere(string name) => desk.List().Any(account => account.Name == name);

    private static Html NoRole(Visit visit) =>
        Parts.Text(visit.Say(Phrases.BadChoice, string.Join(", ", Roles)));

    private static Html? FlawOf(Visit visit, string password, string name) =>
        PasswordHash.FlawOf(password, name) is null
            ? null
            : Parts.Text(visit.Say(Phrases.WeakPassword, PasswordHash.Shortest, PasswordHash.Longest));

    private ConsoleReply Done(Visit visit, Html? why) =>
        why is null ? new ConsoleReply.Moved($"{All}?done=1") : Show(visit, why);

    private static int StatusOf(Html? flaw) =>
        flaw is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity;

    private static AccountRole? RoleOf(Visit visit) =>
        EnumName.TryParse<AccountRole>(visit.Field("role"), out var role) ? role : null;

    /// <summary>With the spaces around it: they are part of it.</summary>
    private static string Password(Visit visit, string name) => visit.Form![name].ToString();
}
