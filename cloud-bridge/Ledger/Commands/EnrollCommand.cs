using System.CommandLine;
using CloudBridge.Contract;
using CloudBridge.Storage;

namespace CloudBridge.Ledger;

/// <summary><c>ledger enroll</c>: registers a terminal's key, and writes what the terminal needs to know.</summary>
internal static class EnrollCommand
{
    public static Command Build()
    {
        var state = LedgerCommand.State();
        var key = new Option<FileInfo>("--key")
        {
            Description = "The terminal's public key, as `edge-terminal init` printed it.",
            HelpName = "FILE.jwk",
            Required = true,
        };
        var output = new Option<FileInfo>("--out")
        {
            Description = "Where to write the enrolment. It holds the site key: for the terminal's eyes only.",
            HelpName = "FILE",
            Required = true,
        };
        var newKey = new Option<bool>("--new-key")
        {
            Description =
                "The terminal is enrolled with another key: it may change to this one, and keeps its limits.",
        };
        var limits = new LimitOptions();
        var command = new Command(
            "enroll",
            "Registers a terminal and writes its enrolment file (mode 0600): ledger key, site key, epoch, limits.")
        {
            state, key, output, newKey,
        }.WithExamples(
            "ledger enroll --state /var/lib/ledger --key bar-1.jwk --out bar-1.enrolment",
            "ledger enroll --state /var/lib/ledger --key bar-1.jwk --out bar-1.enrolment --offline-limit 1500",
            "ledger enroll --state /var/lib/ledger --key bar-1.jwk --out bar-1.enrolment --limits limits.json",
            "ledger enroll --state /var/lib/ledger --key bar-1-next.jwk --new-key --out bar-1.enrolment");
        limits.AddTo(command);
        command.SetAction(parsed => LedgerCommand.Run(() =>
            Enroll(
                parsed.GetValue(state)!,
                parsed.GetValue(key)!,
                parsed.GetValue(output)!,
                parsed.GetValue(newKey),
                limits,
                parsed)));
        return command;
    }

    private static int Enroll(
        string state, FileInfo keyFile, FileInfo output, bool isNewKey, LimitOptions options, ParseResult parsed)
    {
        using var folder = LedgerFolder.Open(state);
        if (!JsonWebKey.Read(File.ReadAllBytes(keyFile.FullName)).Succeeded(out var jwk, out var error) ||
            !PublicKey.Read(jwk).Succeeded(out var key, out error))
            return LedgerCommand.Fail($"'{keyFile}': {error.Detail}.", ExitCode.BadConfiguration);
        using var owned = key;
        if (jwk.Terminal is not { } terminal || jwk.Site != folder.Site)
            return LedgerCommand.Fail(
                $"'{keyFile}' is the key of {jwk.Terminal?.ToString() ?? "no terminal"} at site " +
                $"{jwk.Site?.ToString() ?? "(none)"}; expected a terminal of site {folder.Site}.",
                ExitCode.BadConfiguration);
        if (!options.TryRead(parsed, out var limits, out var flaw))
            return LedgerCommand.Fail($"{flaw}.", ExitCode.Usage);

        if (folder.Store.Read(books => EntryFlaws.OfEnrolment(terminal, books)) is { } why)
            return LedgerCommand.Fail($"Not enrolled: {why}.");
        if (isNewKey)
            return options.AreGiven(parsed)
                ? LedgerCommand.Fail(LimitOptions.NotWithNewKey, ExitCode.Usage)
                : GrantKey(folder, terminal, jwk, key.KeyId, output);
        const long firstEpoch = 1;
        byte[]? content;
        try
        {
            content = folder.Store.Change<byte[]?>(draft =>
            {
                var isThere = draft.Books.TryFind(terminal, out var book);
                if (isThere && book!.Key.KeyId != key.KeyId)
                    return null;
                var granted = isThere ? book!.Epoch : firstEpoch;
                // First: what no file can say is not written down either.
                var enrolment = folder.Seal.Write(draft.Books, terminal, key.KeyId, granted, limits);
                draft.Add(new LedgerEntry.TerminalEnrolled(terminal, jwk, granted, limits, LedgerCommand.Now()));
                return enrolment;
            });
        }
        catch (ArgumentException tooLong)
        {
            return LedgerCommand.Fail(
                $"The enrolment would be too long: {tooLong.Message} Expected fewer PINs or allowances.",
                ExitCode.Usage);
        }
        if (content is null)
            return LedgerCommand.Fail(
                $"Terminal {terminal} is enrolled with another key. Give this one another name: edge-terminal init. " +
                "If that terminal is to change to this key: --new-key.");
        Write(output, content);
        return ExitCode.Good;
    }

    /// <summary>Where it was granted before, or has come into use since, its file is written once more.</summary>
    private static int GrantKey(
        LedgerFolder folder, TerminalId terminal, JsonWebKey jwk, KeyId key, FileInfo output)
    {
        string? why = null;
        var epoch = 0L;
        var content = folder.Store.Change(draft =>
        {
            if (!(draft.Books.TryFind(terminal, out var book) && book.EpochOf(key) is not null))
            {
                if ((why = KeyFlaws.OfGrant(terminal, jwk, draft.Books)) is not null)
                    return null;
                draft.Add(new LedgerEntry.TerminalKeyGranted(terminal, jwk, book!.Epoch + 1, LedgerCommand.Now()));
            }
            epoch = book.EpochOf(key)!.Value;
            return folder.Seal.Write(draft.Books, terminal, key, epoch, book.Enrolled);
        });
        if (content is null)
            return LedgerCommand.Fail($"Not granted: {why}.");
        Write(output, content);
        Console.Out.WriteLine($"{terminal}: key {key} signs from epoch {epoch} on");
        return ExitCode.Good;
    }

    /// <summary>Never readable by others, not even for a moment.</summary>
    private static void Write(FileInfo output, byte[] content)
    {
        output.Delete();
        using var file = OwnerOnlyFile.Create(output.FullName);
        file.Write(content);
    }
}
