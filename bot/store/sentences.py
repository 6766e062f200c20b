"""What the store tells people, in both languages: each sentence says what is wrong and the way out.

It must never hold a stored value: the facts put in are paths, versions and names of settings.
"""

SENTENCES: dict[str, dict[str, str]] = {
    "url-unknown": {
        "en": "The database address must begin with sqlite:/// (a file) or postgresql://: correct it.",
        "fr": "L’adresse de la base de données doit commencer par sqlite:/// (un fichier) ou postgresql:// : "
        "veuillez la corriger.",
    },
    "database-missing": {
        "en": "There is no Causerie database at {place}: check the address, or start the bot once to create it.",
        "fr": "Aucune base de données Causerie ne se trouve à {place} : vérifiez l’adresse ou démarrez le robot une "
        "fois pour la créer.",
    },
    "network-file-system": {
        "en": "{place} is on a network file system ({kind}), where SQLite can lose data: put the data on a local "
        "disk, or use PostgreSQL.",
        "fr": "{place} se trouve sur un système de fichiers réseau ({kind}), où SQLite peut perdre des données : "
        "placez les données sur un disque local ou utilisez PostgreSQL.",
    },
    "already-running": {
        "en": "Another Causerie ({process}) is already running on this database: stop it first.",
        "fr": "Une autre instance de Causerie ({process}) utilise déjà cette base de données : arrêtez-la d’abord.",
    },
    "pragma-refused": {
        "en": "SQLite did not accept {pragma} for {place}: put the data on a local disk that supports it.",
        "fr": "SQLite n’a pas accepté {pragma} pour {place} : placez les données sur un disque local qui le permet.",
    },
    "schema-newer": {
        "en": "The database is at version {found}, this build knows {known}: upgrade Causerie, or restore the "
        "backup made before version {found}.",
        "fr": "La base de données est à la version {found}, cette version de Causerie connaît la {known} : mettez "
        "Causerie à jour ou restaurez la sauvegarde faite avant la version {found}.",
    },
    "schema-older": {
        "en": "The database is at version {found}, this build needs {known}: run `causerie db upgrade`.",
        "fr": "La base de données est à la version {found}, cette version de Causerie demande la {known} : lancez "
        "`causerie db upgrade`.",
    },
    "key-exists": {
        "en": "There is already a key at {place}: keep it, since what it sealed opens with nothing else.",
        "fr": "Une clé existe déjà à {place} : conservez-la, car rien d’autre n’ouvre ce qu’elle a scellé.",
    },
    "key-missing": {
        "en": "There is no key at {place}: restore it from your safe copy, or make one with `causerie key create` "
        "for a new installation.",
        "fr": "Aucune clé ne se trouve à {place} : rétablissez-la à partir de votre copie de sauvegarde ou, pour une "
        "nouvelle installation, créez-en une avec `causerie key create`.",
    },
    "key-readable-by-others": {
        "en": "The key at {place} can be read by other accounts: run `chmod 600 {place}`.",
        "fr": "D’autres comptes peuvent lire la clé à {place} : lancez `chmod 600 {place}`.",
    },
    "key-malformed": {
        "en": "The file at {place} is not a Causerie key: restore it from your safe copy.",
        "fr": "Le fichier {place} n’est pas une clé de Causerie : rétablissez-le à partir de votre copie de "
        "sauvegarde.",
    },
    "key-wrong": {
        "en": "This key does not fit this keyring: set CAUSERIE_KEY to the key that this installation was made with.",
        "fr": "Cette clé ne correspond pas à ce trousseau : donnez à CAUSERIE_KEY la clé avec laquelle cette "
        "installation a été créée.",
    },
    "keyring-missing": {
        "en": "The keyring at {place} is missing, and without it nothing in this database opens: restore its copy, "
        "or set CAUSERIE_KEYRING.",
        "fr": "Le trousseau à {place} est introuvable et, sans lui, rien dans cette base de données ne s’ouvre : "
        "restaurez sa copie ou définissez CAUSERIE_KEYRING.",
    },
    "keyring-newer": {
        "en": "The keyring is at version {found}, this build knows {known}: upgrade Causerie.",
        "fr": "Le trousseau est à la version {found}, cette version de Causerie connaît la {known} : mettez "
        "Causerie à jour.",
    },
}
