#include "app/desktop/owner_token_keeper.h"

#include <QCryptographicHash>

#include <qt6keychain/keychain.h>

using namespace Qt::StringLiterals;

namespace parley::app {
namespace {

const auto kService = u"org.parley.Parley"_s;

QString keptForSession(const QString &why)
{
    return QObject::tr("No keyring (%1): the owner token is kept for this session only.").arg(why);
}

} // namespace

OwnerTokenKeeper::OwnerTokenKeeper(const QString &profile, QObject *parent) :
    QObject(parent),
    m_key(
        u"owner-token-"_s
        + QString::fromLatin1(QCryptographicHash::hash(profile.toUtf8(), QCryptographicHash::Sha256)
                                  .toHex()
                                  .left(16)))
{
}

void OwnerTokenKeeper::read(Read done)
{
    auto *job = new QKeychain::ReadPasswordJob(kService, this); // deletes itself when finished
    job->setKey(m_key);
    connect(job, &QKeychain::Job::finished, this, [job, done = std::move(done)] {
        done(job->error() == QKeychain::NoError ? job->binaryData() : QByteArray());
    });
    job->start();
}

void OwnerTokenKeeper::keep(const QByteArray &token, Kept done)
{
    auto *job = new QKeychain::WritePasswordJob(kService, this);
    job->setKey(m_key);
    job->setBinaryData(token);
    connect(job, &QKeychain::Job::finished, this, [this, job, token, done = std::move(done)] {
        if (job->error() == QKeychain::NoError)
            check(token, done);
        else
            done(keptForSession(job->errorString()));
    });
    job->start();
}

void OwnerTokenKeeper::check(const QByteArray &token, Kept done)
{
    read([token, done = std::move(done)](const QByteArray &kept) {
        if (kept == token)
            done(tr("The owner token is kept in the keyring."));
        else
            done(keptForSession(tr("it did not give back what it was given")));
    });
}

} // namespace parley::app
