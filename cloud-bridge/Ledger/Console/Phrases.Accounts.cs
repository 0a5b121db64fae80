namespace CloudBridge.Ledger;

/// <content>Acts and accounts.</content>
internal static partial class Phrases
{
    public static readonly Phrase Who = new("Who", "Qui");
    public static readonly Phrase Why = new("Why", "Pourquoi");
    public static readonly Phrase Everybody = new("Everybody", "Tout le monde");
    public static readonly Phrase Earlier = new("Earlier", "Plus tôt");
    public static readonly Phrase CommandLine = new("A command", "Une commande");
    public static readonly Phrase Unknown = new("Unknown", "Inconnu");
    public static readonly Phrase Until = new("until", "jusqu’à");
    public static readonly Phrase ByCommand = new("{0} (a command)", "{0} (une commande)");
    public static readonly Phrase ByToken = new("{0} (token)", "{0} (jeton)");
    public static readonly Phrase AllInLog = new(
        "The last {0} of people at most, and as many of programs and strangers; all of them are in the ledger's log.",
        "Les {0} derniers au plus, et autant de programmes et d’inconnus ; tous sont dans le journal du registre.");

    public static readonly Phrase Since = new("Since", "Depuis");
    public static readonly Phrase Viewer = new("viewer", "lecteur");
    public static readonly Phrase Operator = new("operator", "opérateur");
    public static readonly Phrase Treasurer = new("treasurer", "trésorier");
    public static readonly Phrase Admin = new("admin", "administrateur");
    public static readonly Phrase Role = new("Role", "Rôle");
    public static readonly Phrase SetRole = new("Change the role", "Changer le rôle");
    public static readonly Phrase SetPassword = new("Change the password", "Changer le mot de passe");
    public static readonly Phrase Remove = new("Remove", "Supprimer");
    public static readonly Phrase CreateAccount = new("Create an account", "Créer un compte");
    public static readonly Phrase OwnPassword = new("Your password", "Votre mot de passe");
    public static readonly Phrase NewPassword = new("New password", "Nouveau mot de passe");
    public static readonly Phrase Again = new("The same again", "Encore le même");
    public static readonly Phrase LogInAgain = new(
        "Then log in again, in every browser.", "Reconnectez-vous ensuite, dans chaque navigateur.");
    public static readonly Phrase AboutPasswords = new(
        "{0} characters at least: four or five words will do.",
        "Au moins {0} caractères : quatre ou cinq mots suffisent.");
}
