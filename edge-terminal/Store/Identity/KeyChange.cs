using System.Text;
using System.Text.Json;
using CloudBridge.Contract;
using CloudBridge.Storage;

namespace EdgeTerminal.Store;

/// <summary>
/// A terminal's next key, in a folder of its own inside the state folder until it takes the place of the present one.
/// Up to <see cref="Decide"/> nothing has changed; from then on every step can be done again, wherever the power went,
/// and whoever opens the state folder does what is left.
/// </summary>
public static class KeyChange
{
    private const string FolderName = "new-key";
    private const string PlanName = "decided.json";
    private const string KeyName = TerminalKeyPlace.Name;
    private const string JwkName = TerminalFolder.JwkName;

    /// <summary>Where the next key is.</summary>
    public static string FolderIn(string state) => Path.Combine(state, FolderName);

    /// <summary>It is certain that the key changes, and something of that is left to be done.</summary>
    public static bool IsDecided(string state) => File.Exists(Path.Combine(FolderIn(state), PlanName));

    /// <summary>Makes the next key, durably.</summary>
    /// <exception cref="StateException">The folder cannot be written.</exception>
    public static Es256Signer Make(string state) => StateException.Guard(state, () =>
    {
        var named = TerminalFolder.Look(state);
        var signer = Es256Signer.Create();
        var storage = new FolderStorage(FolderIn(state));
        storage.Replace(
            JwkName, (signer.PublicKey.ToJsonWebKey() with { Site = named.Site, Terminal = named.Terminal }).Write());
        storage.ReplaceSecret(KeyName, Encoding.ASCII.GetBytes(signer.RevealPem()));
        return signer;
    });

    /// <summary>The next key, where one was made; null: none was.</summary>
    /// <exception cref="StateException">It cannot be read.</exception>
    public static Es256Signer? Find(string state) => StateException.Guard(state, () =>
    {
        var file = Path.Combine(FolderIn(state), KeyName);
        return !File.Exists(file) ? null
            : Es256Signer.ReadPem(File.ReadAllText(file)).Succeeded(out var signer, out var error) ? signer
            : throw new StateException($"'{file}': {error.Detail}. Remove it.");
    });

    /// <summary>
    /// Takes the next key away, with all that was given for it; nothing where it is decided that it comes into use.
    /// </summary>
    /// <exception cref="StateException">The folder cannot be written.</exception>
    public static void Abandon(string state)
    {
        if (!IsDecided(state))
            Erase(state);
    }

    /// <summary>Takes all of it away: for a terminal that serves nobody any more.</summary>
    /// <exception cref="StateException">The folder cannot be written.</exception>
    public static void Erase(string state) => StateException.Guard(state, () =>
    {
        if (!Directory.Exists(FolderIn(state)))
            return false;
        foreach (var file in Directory.GetFiles(FolderIn(state)))
            RetiredFolder.Erase(file);
        Directory.Delete(FolderIn(state));
        // Who opens a folder makes durable what was done in it.
        _ = new FolderStorage(state);
        return true;
    });

    /// <summary>The next key comes into use, with what the ledger has given for it: decided with the last write.
    /// </summary>
    /// <param name="state">The state folder, held.</param>
    /// <param name="output">Where the files go.</param>
    /// <param name="formerThrough">The last epoch that the present key has signed.</param>
    /// <param name="files">Names and contents; the last makes the others count.</param>
    /// <exception cref="StateException">The folder cannot be written.</exception>
    public static void Decide(
        string state, string output, long formerThrough, IReadOnlyList<(string Name, byte[] Content)> files) =>
        StateException.Guard(state, () =>
        {
            var storage = new FolderStorage(FolderIn(state));
            foreach (var (name, content) in files)
                storage.ReplaceSecret(name, content);
            var plan = new KeyChangePlan(Path.GetFullPath(output), formerThrough, [.. files.Select(file => file.Name)]);
            storage.Replace(PlanName, JsonSerializer.SerializeToUtf8Bytes(plan, KeyChangeJson.Default.KeyChangePlan));
            return true;
        });

    /// <summary>Does what is left of a change that is decided, and puts away what one left that is over.</summary>
    /// <param name="state">The state folder, held.</param>
    /// <exception cref="StateException">A folder cannot be written, or what was decided cannot be read.</exception>
    public static void Finish(string state) => Finish(state, _ => { });

    /// <inheritdoc cref="Finish(string)"/>
    /// <param name="state">The state folder, held.</param>
    /// <param name="done">Called after each step, which is durable then.</param>
    internal static void Finish(string state, Action<string> done) => StateException.Guard(state, () =>
    {
        if (!IsDecided(state))
            return false;
        var (storage, next) = (new FolderStorage(state), new FolderStorage(FolderIn(state)));
        var plan = ReadPlan(next);
        var jwk = next.Read(JwkName);
        // Its public half first: the journal goes back to it.
        if (!storage.Read(JwkName).AsSpan().SequenceEqual(jwk))
            Replace(storage, FormerKeys.NameOf(plan.FormerThrough), storage.Read(JwkName));
        var output = new FolderStorage(plan.Output);
        foreach (var name in plan.Files)
            Replace(output, name, next.Read(name));
        var pem = next.Read(KeyName);
        if (!storage.Exists(KeyName) || !storage.Read(KeyName).AsSpan().SequenceEqual(pem))
        {
            RetiredFolder.Erase(Path.Combine(state, KeyName));
            done($"erase {KeyName}");
            storage.ReplaceSecret(KeyName, pem);
            done(KeyName);
        }
        Replace(storage, JwkName, jwk);
        next.Delete(PlanName);
        done(PlanName);
        Erase(state);
        return true;

        void Replace(FolderStorage folder, string name, byte[] content)
        {
            // Certificates and public keys are for everybody; a secret that is there may be readable by others.
            if (name.EndsWith(".pem", StringComparison.Ordinal) || name.EndsWith(".jwk", StringComparison.Ordinal))
                folder.Replace(name, content);
            else
                folder.ReplaceSecret(name, content);
            done(name);
        }
    });

    /// <summary>
    /// What a change left that is over: the key in use lies there a second time. It is of no use; who may not take it
    /// away goes on without.
    /// </summary>
    /// <param name="state">The state folder, held.</param>
    internal static void Tidy(string state)
    {
        try
        {
            var left = Path.Combine(FolderIn(state), JwkName);
            var isInUse = !File.Exists(left) && Directory.Exists(FolderIn(state)) ||
                File.Exists(left) && File.ReadAllBytes(left).AsSpan().SequenceEqual(
                    File.ReadAllBytes(Path.Combine(state, JwkName)));
            if (isInUse)
                Abandon(state);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or StateException)
        {
            // The next start tries again.
        }
    }

    private static KeyChangePlan ReadPlan(FolderStorage next) =>
        StrictJson.Read(next.Read(PlanName), KeyChangeJson.Default.KeyChangePlan).Succeeded(out var plan, out var error)
            ? plan
            : throw new StateException($"'{Path.Combine(next.Name, PlanName)}': {error.Detail}.");
}
