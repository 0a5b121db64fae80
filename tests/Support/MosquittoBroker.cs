using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using CloudBridge.Mqtt;

namespace Tests.Support;

/// <summary>
/// A real mosquitto on a port of its own at 127.0.0.1, with a temporary folder of its own. Stopped, and the folder
/// removed, when disposed of.
/// </summary>
public sealed partial class MosquittoBroker : IAsyncDisposable
{
    private const int Terminate = 15;

    private readonly TemporaryFolder folder;
    private Process? process;
    private Task<string> errors = Task.FromResult("");

    private MosquittoBroker(TemporaryFolder folder, int port)
    {
        this.folder = folder;
        Port = port;
    }

    /// <summary>The same from start to dispose, over every stop.</summary>
    public int Port { get; }

    /// <summary>Its process.</summary>
    /// <exception cref="InvalidOperationException">It was not started.</exception>
    public int ProcessId => process?.Id ?? throw new InvalidOperationException("mosquitto was not started.");

    /// <summary>What mosquitto wrote so far.</summary>
    public string Log => File.Exists(LogFile) ? File.ReadAllText(LogFile) : "";

    private bool FoundItsPortTaken => Log.Contains("Address already in use", StringComparison.Ordinal);

    /// <summary>Started as root it would become user mosquitto, who may not read these folders.</summary>
    private static string[] AsRoot => Environment.IsPrivilegedProcess ? ["user root"] : [];

    private string LogFile => folder.In("mosquitto.log");

    private string ConfigurationFile => folder.In("mosquitto.conf");

    /// <summary>Starts a broker, and returns when it answers.</summary>
    /// <exception cref="InvalidOperationException">It did not start, or is not installed; the text says so.</exception>
    public static Task<MosquittoBroker> StartAsync(MosquittoSettings settings, CancellationToken cancellation) =>
        StartAsync(broker => broker.ConfigureAsync(settings, cancellation), cancellation);

    /// <summary>Starts one that somebody else configures, at 127.0.0.1; its log goes here as well.</summary>
    /// <param name="configure">Writes its configuration for a port, and says where.</param>
    /// <param name="cancellation">The test's own.</param>
    /// <param name="user">Whom it becomes, where it is started as root; null: it stays root.</param>
    public static Task<MosquittoBroker> StartAsync(
        Func<int, Task<string>> configure, CancellationToken cancellation, string? user = null) => StartAsync(
        async broker =>
        {
            var configured = await File.ReadAllTextAsync(await configure(broker.Port), cancellation);
            string[] who = user is null ? AsRoot : [$"user {user}"];
            string[] ours = [$"log_dest file {broker.LogFile}", .. who];
            if (user is not null)
                await OwnedFolder.GiveAsync(broker.folder.Path, $"{user}:", cancellation);
            await File.WriteAllLinesAsync(broker.ConfigurationFile, [configured, .. ours], cancellation);
        },
        cancellation);

    /// <summary>Has it read its file of rights again (SIGHUP), and waits until it has.</summary>
    public async Task ReloadAsync(CancellationToken cancellation)
    {
        const int hangUp = 1;
        var before = Log.Length;
        if (Signal(process!.Id, hangUp) != 0)
            throw new InvalidOperationException($"kill -HUP {process.Id}: error {Marshal.GetLastPInvokeError()}.");
        await Eventually.TrueAsync(
            () => Log[before..].Contains("Reloading config", StringComparison.Ordinal), "it reloads", cancellation);
    }

    /// <summary>How a client reaches this broker.</summary>
    public MqttOptions OptionsFor(string clientId) => new("127.0.0.1", Port, clientId);

    /// <summary>Stops it in order (SIGTERM): it saves its state if it is to keep one.</summary>
    public Task StopAsync(CancellationToken cancellation) => EndAsync(Terminate, cancellation);

    /// <summary>Stops it as a power cut would (SIGKILL).</summary>
    public Task KillAsync(CancellationToken cancellation) => EndAsync(9, cancellation);

    /// <summary>Starts it after a stop or a kill, on the same port, with the state that it kept.</summary>
    public async Task StartAgainAsync(CancellationToken cancellation)
    {
        await errors;
        process?.Dispose();
        process = await LinkedProcess.StartAsync(Executable("mosquitto"), ["-c", ConfigurationFile]);
        // It stops when nobody takes what it writes.
        errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        await Eventually.TrueAsync(
            () => process.HasExited || Answers(),
            $"mosquitto answers on port {Port}",
            cancellation);
        if (process.HasExited)
            throw new InvalidOperationException($"mosquitto ended with {process.ExitCode}: {await errors}{Log}");
    }

    /// <summary>Other passwords, from its next start on.</summary>
    public async Task SetPasswordsAsync(IReadOnlyDictionary<string, string> passwords, CancellationToken cancellation)
    {
        await File.WriteAllLinesAsync(
            folder.In("passwords"), passwords.Select(pair => $"{pair.Key}:{pair.Value}"), cancellation);
        // Replaces the passwords in the file by their hashes.
        using var hashing = await LinkedProcess.StartAsync(
            Executable("mosquitto_passwd"), ["-U", folder.In("passwords")]);
        await hashing.WaitForExitAsync(cancellation);
        if (hashing.ExitCode != 0)
            throw new InvalidOperationException($"mosquitto_passwd ended with {hashing.ExitCode}.");
    }

    private static async Task<MosquittoBroker> StartAsync(
        Func<MosquittoBroker, Task> configure, CancellationToken cancellation)
    {
        // Another process may take the port between the look and the bind; with another port it works.
        for (var attempt = 1; ; attempt++)
        {
            var broker = new MosquittoBroker(new TemporaryFolder(), FreePort.Find());
            try
            {
                await configure(broker);
                await broker.StartAgainAsync(cancellation);
                return broker;
            }
            catch (InvalidOperationException) when (attempt < 3 && broker.FoundItsPortTaken)
            {
                await broker.DisposeAsync();
            }
            catch
            {
                await broker.DisposeAsync();
                throw;
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (process is { HasExited: false })
            await EndAsync(9, CancellationToken.None);
        await errors;
        process?.Dispose();
        folder.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Signal(int process, int signal);

    private static string Executable(string name) => LinkedProcess.Find(
        name, "Debian: apt-get install mosquitto (it also starts a broker on port 1883).");

    private bool Answers()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(new IPEndPoint(IPAddress.Loopback, Port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private async Task EndAsync(int signal, CancellationToken cancellation)
    {
        if (process is null || process.HasExited)
            return;
        if (Signal(process.Id, signal) != 0)
            throw new InvalidOperationException($"kill {process.Id}: error {Marshal.GetLastPInvokeError()}.");
        await Eventually.CompletesAsync(
            process.WaitForExitAsync(cancellation), $"the end of mosquitto {process.Id}", cancellation);
    }

    private async Task ConfigureAsync(MosquittoSettings settings, CancellationToken cancellation)
    {
        var lines = new List<string>
        {
            $"listener {Port.ToString(CultureInfo.InvariantCulture)} 127.0.0.1",
            $"allow_anonymous {(settings.Passwords is null ? "true" : "false")}",
            "set_tcp_nodelay true",
            $"log_dest file {LogFile}",
        };
        lines.AddRange(settings.Lines);
        lines.AddRange(AsRoot);
        if (settings.MaximumQueuedMessages is { } maximum)
            lines.Add($"max_queued_messages {maximum.ToString(CultureInfo.InvariantCulture)}");
        if (settings.Persistence)
            lines.AddRange(
                [
                    "persistence true", $"persistence_location {folder.Path}/",
                    "autosave_on_changes true", "autosave_interval 1",
                ]);
        if (settings.AccessRules is { } rules)
        {
            await File.WriteAllTextAsync(folder.In("access"), rules, cancellation);
            lines.Add($"acl_file {folder.In("access")}");
        }
        if (settings.Passwords is { } passwords)
        {
            await SetPasswordsAsync(passwords, cancellation);
            lines.Add($"password_file {folder.In("passwords")}");
        }
        await File.WriteAllLinesAsync(ConfigurationFile, lines, cancellation);
    }
}
