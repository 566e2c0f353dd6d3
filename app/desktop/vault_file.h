#pragma once

#include <QByteArray>
#include <QMap>
#include <QString>

#include "server/base/passphrase_key.h"
#include "server/base/random.h"
#include "server/base/result.h"
#include "server/base/secret_box.h"

namespace parley::app {

// Named secrets in a file (0600) that a passphrase encrypts: scrypt makes the key, SecretBox seals
// all of them together, names too. Whatever is changed in the file, it does not open any more.
//   {"format":"parley-secrets-1","n":32768,"r":8,"p":1,"salt":"BASE64","sealed":"enc1:..."}
// Every change writes the file anew, in one step. Thread: any, one at a time; it waits for the disk
// and open() for scrypt, so not the GUI's.
class VaultFile final
{
public:
    static constexpr qint64 kMaxBytes = 1024 * 1024; // 64 profiles and some engines have a tenth
    static constexpr int kShortestPassphrase = 8; // characters

    using Secrets = QMap<QString, QByteArray>;

    //! Opens the file, or makes it when there is none. Unauthenticated: the passphrase is wrong.
    //! InvalidArgument: a new one is too short. DataDamaged: it is no such file, or not whole.
    static Result<VaultFile> open(const QString &path, const QString &passphrase, Random &random,
                                  const ScryptCost &cost = {});

    const Secrets &secrets() const { return m_secrets; }
    Result<void> set(Secrets secrets, Random &random); // all of them

private:
    VaultFile(QString path, QByteArray salt, ScryptCost cost, SecretBox box, Secrets secrets);
    static Result<VaultFile> make(const QString &path, const QString &passphrase, Random &random,
                                  const ScryptCost &cost);
    static Result<VaultFile> parse(const QString &path, const QString &passphrase,
                                   const QByteArray &content);

    QString m_path;
    QByteArray m_salt;
    ScryptCost m_cost;
    SecretBox m_box;
    Secrets m_secrets;
};

} // namespace parley::app
