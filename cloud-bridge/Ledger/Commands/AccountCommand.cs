using System.CommandLine;
using CloudBridge.Contract;

namespace CloudBridge.Ledger;

/// <summary><c>ledger account</c>: who may use the console, and what for.</summary>
internal static class AccountCommand
{
    public static Command Build() => new Command(
        "account", "Makes, lists, changes and removes accounts of the console (docs/console.md).")
    {
        BuildCreate(),
        BuildList(),
        BuildRole(),
        BuildPassword(),
        BuildRemove(),
    }.WithExamples("ledger account create --help");

    private static Command BuildCreate()
    {
        var (state, name) = (LedgerCommand.State(), NameArgument());
        var role = new Option<string>("--role")
        {
            Description = $"What it may, each one all that those before it may: {string.Join(", ", Roles)}.",
            HelpName = "ROLE",
            Required = true,
        };
        role.AcceptOnlyFromAmong(Roles);
        var command = new Command(
            "create", "Makes an account; the password is asked for, or read from standard input.")
        {
            name, state, role,
        }.WithExamples(
            "ledger account create anna --role admin --state /var/lib/ledger",
            "ledger account create bar-chief --role operator --state /var/lib/ledger < password.txt");
        command.SetAction(parsed => LedgerCommand.Run(() => Do(parsed, state, name, (folder, account) =>
            PasswordPrompt.Ask(out var password) ??
            folder.Accounts.Create(account, RoleOf(parsed.GetValue(role)!), password))));
        return command;
    }

    private static Command BuildList()
    {
        var state = LedgerCommand.State();
        var command = new Command("list", "Lists accounts: name, role, since when.") { state }
            .WithExamples("ledger account list --state /var/lib/ledger");
        command.SetAction(parsed => LedgerCommand.Run(() =>
        {
            using var folder = LedgerFolder.Open(parsed.GetValue(state)!);
            foreach (var account in folder.Accounts.List())
                Console.Out.WriteLine(
                    $"{account.Name}  {EnumName.Of(account.Role)}  since " +
                    WrittenTime.Write(account.CreatedMilliseconds));
            return ExitCode.Good;
        }));
        return command;
    }

    private static Command BuildRole()
    {
        var (state, name) = (LedgerCommand.State(), NameArgument());
        var role = new Argument<string>("ROLE") { Description = $"{string.Join(", ", Roles)}." };
        role.AcceptOnlyFromAmong(Roles);
        var command = new Command("role", "Gives an account another role, at once.") { name, role, state }
            .WithExamples("ledger account role anna treasurer --state /var/lib/ledger");
        command.SetAction(parsed => LedgerCommand.Run(() => Do(parsed, state, name, (folder, account) =>
            folder.Accounts.SetRole(account, RoleOf(parsed.GetValue(role)!)))));
        return command;
    }

    private static Command BuildPassword()
    {
        var (state, name) = (LedgerCommand.State(), NameArgument());
        var command = new Command(
            "password",
            "Gives an account another password, which is asked for or read from standard input. Whoever uses the " +
            "account must log in again; wrong tries are forgotten.")
        {
            name, state,
        }.WithExamples("ledger account password anna --state /var/lib/ledger");
        command.SetAction(parsed => LedgerCommand.Run(() => Do(parsed, state, name, (folder, account) =>
            PasswordPrompt.Ask(out var password) ?? folder.Accounts.SetPassword(account, password))));
        return command;
    }

    private static Command BuildRemove()
    {
        var (state, name) = (LedgerCommand.State(), NameArgument());
        var command = new Command("remove", "Ends an account, also where it is in use, at once.") { name, state }
            .WithExamples("ledger account remove anna --state /var/lib/ledger");
        command.SetAction(parsed => LedgerCommand.Run(() => Do(parsed, state, name, (folder, account) =>
            folder.Accounts.Remove(account))));
        return command;
    }

    private static string[] Roles { get; } = [.. Enum.GetValues<AccountRole>().Select(EnumName.Of)];

    private static int Do(
        ParseResult parsed, Option<string> state, Argument<string> name, Func<LedgerFolder, string, string?> act)
    {
        using var folder = LedgerFolder.Open(parsed.GetValue(state)!);
        var account = parsed.GetValue(name)!;
        if (act(folder, account) is { } why)
            return LedgerCommand.Fail($"{why}.", ExitCode.BadConfiguration);
        Console.Out.WriteLine($"{account}: done");
        return ExitCode.Good;
    }

    private static AccountRole RoleOf(string name) =>
        EnumName.TryParse<AccountRole>(name, out var role) ? role : throw new ArgumentException(name);

    private static Argument<string> NameArgument() => new("NAME") { Description = "The account." };
}
