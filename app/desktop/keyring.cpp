#include "app/desktop/keyring.h"

#include <qt6keychain/keychain.h>

using namespace Qt::StringLiterals;

namespace parley::app {
namespace {

const auto kService = u"org.parley.Parley"_s;
const auto kProbe = u"probe"_s;

} // namespace

void Keyring::probe(ui::SecretStore::Done done)
{
    write(kProbe, "works", [this, done = std::move(done)](const QString &problem) {
        if (!problem.isEmpty())
            return done(problem);
        remove(kProbe, done);
    });
}

void Keyring::read(const QString &name, ui::SecretStore::Read done)
{
    auto *job = new QKeychain::ReadPasswordJob(kService, this); // deletes itself when finished
    job->setKey(name);
    connect(job, &QKeychain::Job::finished, this, [job, done = std::move(done)] {
        if (job->error() == QKeychain::NoError)
            done(job->binaryData(), {});
        else if (job->error() == QKeychain::EntryNotFound)
            done({}, {});
        else
            done({}, job->errorString());
    });
    job->start();
}

void Keyring::write(const QString &name, const QByteArray &secret, ui::SecretStore::Done done)
{
    auto *job = new QKeychain::WritePasswordJob(kService, this);
    job->setKey(name);
    job->setBinaryData(secret);
    connect(job, &QKeychain::Job::finished, this,
            [this, job, name, secret, done = std::move(done)] {
                if (job->error() != QKeychain::NoError)
                    return done(job->errorString());
                read(name, [secret, done](const QByteArray &kept, const QString &problem) {
                    done(problem.isEmpty() && kept != secret
                             ? tr("it did not give back what it was given")
                             : problem);
                });
            });
    job->start();
}

void Keyring::remove(const QString &name, ui::SecretStore::Done done)
{
    auto *job = new QKeychain::DeletePasswordJob(kService, this);
    job->setKey(name);
    connect(job, &QKeychain::Job::finished, this, [job, done = std::move(done)] {
        const bool isGone
            = job->error() == QKeychain::NoError || job->error() == QKeychain::EntryNotFound;
        done(isGone ? QString() : job->errorString());
    });
    job->start();
}

} // namespace parley::app
