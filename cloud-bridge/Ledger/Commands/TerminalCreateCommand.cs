using System.CommandLine;
using CloudBridge.Contract;
using QRCoder;

namespace CloudBridge.Ledger;

/// <summary><c>ledger terminal create</c>: gives a terminal a name and a PIN.</summary>
internal static class TerminalCreateCommand
{
    public static Command Build()
    {
        var state = LedgerCommand.State();
        var name = TerminalCommand.TerminalName();
        var profile = new Option<string>("--profile")
        {
            Description = "What it will be: kiosk, drink or gate. For people.",
            HelpName = "PROFILE",
            DefaultValueFactory = _ => "kiosk",
        };
        profile.AcceptOnlyFromAmong(EnrolmentDesk.Profiles);
        var server = new Option<Uri?>("--server")
        {
            Description = "Where terminals dial this ledger; else as `ledger run --http` was told last.",
            HelpName = "URL",
        };
        var newKey = new Option<bool>("--new-key")
        {
            Description = "It is enrolled, and is to ask for another key: it stays what it is otherwise.",
        };
        var limits = new LimitOptions();
        var command = new Command(
            "create",
            "Creates a terminal, and prints the PIN with which it asks to be enrolled: once, within an hour.")
        {
            name, state, profile, server, newKey,
        }.WithExamples(
            "ledger terminal create bar-1 --state /var/lib/ledger",
            "ledger terminal create gate-1 --state /var/lib/ledger --profile gate --limits limits.json",
            "ledger terminal create bar-1 --state /var/lib/ledger --new-key");
        limits.AddTo(command);
        command.SetAction(parsed => LedgerCommand.Run(() =>
        {
            if (!TerminalId.TryParse(parsed.GetValue(name), out var terminal))
                return LedgerCommand.Fail($"'{parsed.GetValue(name)}': expected {Name.Expected}.", ExitCode.Usage);
            if (!limits.TryRead(parsed, out var read, out var flaw))
                return LedgerCommand.Fail($"{flaw}.", ExitCode.Usage);
            using var folder = LedgerFolder.Open(parsed.GetValue(state)!);
            if ((parsed.GetValue(server) ?? folder.Server.Address) is not { IsAbsoluteUri: true } address)
                return LedgerCommand.Fail(
                    "expected --server URL, as in https://ledger.lan:8443: no `ledger run --http` has run here yet.",
                    ExitCode.Usage);
            var (isNewKey, pin) = (parsed.GetValue(newKey), "");
            if (isNewKey && (limits.AreGiven(parsed) || parsed.GetResult(profile) is { Implicit: false }))
                return LedgerCommand.Fail($"{LimitOptions.NotWithNewKey}. So does --profile.", ExitCode.Usage);
            if ((isNewKey
                ? folder.Desk.CreateForNewKey(terminal, out pin)
                : folder.Desk.Create(terminal, parsed.GetValue(profile)!, read, out pin)) is { } why)
                return LedgerCommand.Fail(why);
            var what = isNewKey ? "another key" : parsed.GetValue(profile)!;
            Print(folder, terminal, what, pin, address, isNewKey);
            if (!isNewKey)
                PrintLimits(folder.Store.Read(books => books.Configs.ForProfile(what, with: null)).LimitsOver(read));
            Console.Out.WriteLine();
            // Behind '#': who opens it in a browser sends neither name nor PIN to anybody.
            Console.Out.WriteLine(Picture($"{AddressOf(address)}/enroll#{terminal}:{pin}"));
            return ExitCode.Good;
        }));
        return command;
    }

    private static string AddressOf(Uri server) => server.GetLeftPart(UriPartial.Path).TrimEnd('/');

    private static void Print(
        LedgerFolder folder, TerminalId terminal, string what, string pin, Uri server, bool isNewKey)
    {
        var address = AddressOf(server);
        var isOwn = folder.Server.IsOfOwnAuthority && server.Scheme == Uri.UriSchemeHttps;
        Console.Out.WriteLine($"name    {terminal} ({what})");
        Console.Out.WriteLine($"PIN     {pin}, once, for {EnrolmentDesk.PinTerm.TotalMinutes} minutes");
        Console.Out.WriteLine($"server  {address}");
        Console.Out.WriteLine($"on it   edge-terminal enroll --server {address} --state DIR" +
            (isOwn ? $" --authority {SiteAuthority.CertificateName}" : "") + (isNewKey ? " --new-key" : ""));
        if (isOwn)
            Console.Out.WriteLine(
                $"before  copy {folder.In(SiteAuthority.CertificateName)} to where that is run: it is no secret");
    }

    private static void PrintLimits(TerminalLimits limits)
    {
        Console.Out.WriteLine("alone   it may sell, without word from the ledger:");
        foreach (var sentence in AloneLimits.Of(limits))
            Console.Out.WriteLine($"        {sentence}");
        Console.Out.WriteLine($"        others: {AloneLimits.Change}");
    }

    private static string Picture(string text)
    {
        using var code = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.L);
        using var picture = new AsciiQRCode(code);
        return picture.GetGraphicSmall();
    }
}
