#include "app/desktop/vault_file.h"

#include <QJsonDocument>
#include <QJsonObject>

#include "app/common/secret_file.h"

using namespace Qt::StringLiterals;

namespace parley::app {
namespace {

const auto kFormat = u"parley-secrets-1"_s;
constexpr int kSaltBytes = 16;

Error damaged(const QString &path)
{
    return {ErrorCode::DataDamaged, path.toStdString() + " is damaged, or no file of secrets"};
}

QJsonObject headOf(const ScryptCost &cost, const QByteArray &salt)
{
    return {{u"format"_s, kFormat},
            {u"n"_s, qint64(cost.n)},
            {u"r"_s, qint64(cost.r)},
            {u"p"_s, qint64(cost.p)},
            {u"salt"_s, QString::fromLatin1(salt.toBase64())}};
}

// The secrets open with the very head that they were sealed with.
std::string ownerOf(const ScryptCost &cost, const QByteArray &salt)
{
    return QJsonDocument(headOf(cost, salt)).toJson(QJsonDocument::Compact).toStdString();
}

std::uint64_t number(const QJsonObject &object, const QString &name)
{
    return static_cast<std::uint64_t>(std::max(object.value(name).toInteger(), qint64(0)));
}

} // namespace

VaultFile::VaultFile(QString path, QByteArray salt, ScryptCost cost, SecretBox box,
                     Secrets secrets) :
    m_path(std::move(path)),
    m_salt(std::move(salt)), m_cost(cost), m_box(std::move(box)), m_secrets(std::move(secrets))
{
}

Result<VaultFile> VaultFile::open(const QString &path, const QString &passphrase, Random &random,
                                  const ScryptCost &cost)
{
    const auto content = readPrivateFile(path, kMaxBytes + 1);
    if (content)
        return parse(path, passphrase, *content);
    if (content.error().code != ErrorCode::NotFound)
        return content.error();
    return make(path, passphrase, random, cost);
}

Result<VaultFile> VaultFile::make(const QString &path, const QString &passphrase, Random &random,
                                  const ScryptCost &cost)
{
    if (passphrase.size() < kShortestPassphrase)
        return Error{ErrorCode::InvalidArgument, "a passphrase has at least 8 characters"};
    QByteArray salt(kSaltBytes, '\0');
    random.fill({reinterpret_cast<std::uint8_t *>(salt.data()), std::size_t(salt.size())});
    const auto key = keyFromPassphrase(passphrase.toStdString(), salt.toStdString(), cost);
    if (!key)
        return key.error();
    VaultFile file(path, salt, cost, *SecretBox::create(*key), {});
    if (auto ok = file.set({}, random); !ok)
        return ok.error();
    return file;
}

Result<VaultFile> VaultFile::parse(const QString &path, const QString &passphrase,
                                   const QByteArray &content)
{
    const QJsonObject head = QJsonDocument::fromJson(content).object();
    const QByteArray salt = QByteArray::fromBase64(head.value(u"salt"_s).toString().toLatin1());
    if (content.size() > kMaxBytes || head.value(u"format"_s).toString() != kFormat
        || salt.size() != kSaltBytes)
        return damaged(path);
    const ScryptCost cost{number(head, u"n"_s), number(head, u"r"_s), number(head, u"p"_s)};
    const auto key = keyFromPassphrase(passphrase.toStdString(), salt.toStdString(), cost);
    if (!key)
        return key.error().code == ErrorCode::InvalidArgument ? damaged(path) : key.error();
    const auto box = SecretBox::create(*key);
    const auto opened
        = box->open(head.value(u"sealed"_s).toString().toStdString(), ownerOf(cost, salt));
    if (!opened && opened.error().code == ErrorCode::FailedPrecondition)
        return Error{ErrorCode::Unauthenticated, "the passphrase is wrong"};
    if (!opened)
        return damaged(path);
    Secrets secrets;
    const QJsonObject names = QJsonDocument::fromJson(QByteArray::fromStdString(*opened)).object();
    for (auto each = names.begin(); each != names.end(); ++each)
        secrets.insert(each.key(), QByteArray::fromBase64(each.value().toString().toLatin1()));
    return VaultFile(path, salt, cost, *box, std::move(secrets));
}

Result<void> VaultFile::set(Secrets secrets, Random &random)
{
    QJsonObject names;
    for (auto each = secrets.cbegin(); each != secrets.cend(); ++each)
        names.insert(each.key(), QString::fromLatin1(each.value().toBase64()));
    QJsonObject file = headOf(m_cost, m_salt);
    const auto plain = QJsonDocument(names).toJson(QJsonDocument::Compact).toStdString();
    file.insert(u"sealed"_s,
                QString::fromStdString(m_box.seal(plain, ownerOf(m_cost, m_salt), random)));
    const QByteArray content = QJsonDocument(file).toJson(QJsonDocument::Compact) + '\n';
    if (content.size() > kMaxBytes)
        return Error{ErrorCode::LimitExceeded, "there are too many secrets for one file"};
    if (auto ok = writeSecretFile(m_path, content); !ok)
        return ok;
    m_secrets = std::move(secrets);
    return {};
}

} // namespace parley::app
