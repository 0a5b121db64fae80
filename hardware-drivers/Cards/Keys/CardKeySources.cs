using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace HardwareDrivers.Cards;

/// <summary>Opens the places that keys may come from.</summary>
public static partial class CardKeySources
{
    private const UnixFileMode OthersMay =
        UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private const int LongestFile = 1 << 20;

    /// <summary>The form of a place, as a regular expression.</summary>
    public const string Pattern = "^(file:.+|credential:[A-Za-z0-9._-]+|env:[A-Za-z_][A-Za-z0-9_]*)$";

    /// <summary>Whether a text names a place. One that does not may be a key: nobody is to repeat it.</summary>
    public static bool IsPlace(string text) => Place().IsMatch(text);

    /// <summary>Opens a place by name: <c>file:PATH</c>, <c>credential:NAME</c> or <c>env:VARIABLE</c>.</summary>
    /// <param name="environment">The value of an environment variable; null when it is not set.</param>
    /// <inheritdoc cref="OpenFile"/>
    public static CardKeyRing Open(string place, Func<string, string?> environment) =>
        !IsPlace(place)
            ? throw new CardKeyException("expected file:PATH, credential:NAME or env:VARIABLE")
            : place.Split(':', 2) switch
            {
                ["file", var path] => OpenFile(path),
                ["credential", var name] => OpenCredential(environment("CREDENTIALS_DIRECTORY"), name),
                [_, var variable] => OpenVariable(variable, environment(variable)),
                _ => throw new InvalidOperationException("A place without a colon."),
            };

    /// <summary>A file that nobody but its owner may change and no stranger may read: 0600, 0400 or 0640.</summary>
    /// <exception cref="CardKeyException">It is not there, others may touch it, or it holds no keys.</exception>
    public static CardKeyRing OpenFile(string path)
    {
        try
        {
            var mode = File.GetUnixFileMode(path);
            if ((mode & OthersMay) != 0)
                throw new CardKeyException(
                    $"{path}: mode {Octal(mode)}: others may read or change it; expected 0600, 0400 or 0640",
                    $"chmod 600 {path}");
            return CardKeyRing.Read(ReadAll(path), path);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CardKeyException(
                $"{path}: no such file", "write it as docs/cards.md, Keys, says, with mode 0600", error);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new CardKeyException(
                $"{path}: this user may not read it", $"chown it to the user of edge-terminal: {path}", error);
        }
        catch (IOException error)
        {
            throw new CardKeyException($"{path}: cannot be read: {error.Message}", inner: error);
        }
    }

    /// <summary>A credential of systemd: LoadCredential= or LoadCredentialEncrypted= in the unit.</summary>
    /// <param name="directory">The value of CREDENTIALS_DIRECTORY; null outside of a service.</param>
    /// <inheritdoc cref="OpenFile"/>
    public static CardKeyRing OpenCredential(string? directory, string name)
    {
        if (string.IsNullOrEmpty(directory))
            throw new CardKeyException(
                $"credential {name}: CREDENTIALS_DIRECTORY is not set", $"add LoadCredential={name}:FILE to the unit");
        var path = Path.Combine(directory, name);
        if (name.Contains('/', StringComparison.Ordinal) || !File.Exists(path))
            throw new CardKeyException(
                $"credential {name}: the service manager has not handed it over",
                $"add LoadCredential={name}:FILE to the unit");
        try
        {
            return CardKeyRing.Read(ReadAll(path), $"credential {name}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CardKeyException($"credential {name}: cannot be read: {error.Message}", inner: error);
        }
    }

    /// <summary>
    /// An environment variable that holds the JSON. For trying things out: other programs of the same user can read it.
    /// </summary>
    /// <param name="value">Null when it is not set.</param>
    /// <inheritdoc cref="OpenFile"/>
    public static CardKeyRing OpenVariable(string variable, string? value) =>
        string.IsNullOrEmpty(value)
            ? throw new CardKeyException($"environment variable {variable}: not set")
            : CardKeyRing.Read(Encoding.UTF8.GetBytes(value), $"environment variable {variable}");

    [GeneratedRegex(Pattern)]
    private static partial Regex Place();

    private static string Octal(UnixFileMode mode) => $"0{Convert.ToString((int)mode, 8)}";

    private static byte[] ReadAll(string path)
    {
        using var file = File.OpenHandle(path);
        var length = RandomAccess.GetLength(file);
        if (length > LongestFile)
            throw new CardKeyException($"{path}: larger than a file of keys can be");
        var content = GC.AllocateUninitializedArray<byte>((int)length, pinned: true);
        var read = 0;
        while (read < content.Length)
        {
            var more = RandomAccess.Read(file, content.AsSpan(read), read);
            if (more > 0)
            {
                read += more;
                continue;
            }
            CryptographicOperations.ZeroMemory(content);
            throw new CardKeyException($"{path}: became shorter while it was read");
        }
        return content;
    }
}
