#pragma once

#include <QObject>
#include <QStringList>

#include "server/client/http_exchange.h"
#include "ui/common/page.h"

class QTableView;

namespace parley::ui {

class DeliveryModel;

// Retries or cancels all deliveries that are chosen in the list, one request after the other, so
// that a broker is not flooded and it can be stopped between two. Thread: GUI.
class ChosenActs final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ChosenActs)

public:
    enum class Act { Retry, Cancel };
    static constexpr int kMost = 200; // for more there is a plan

    //! \param table shows \p model. All are borrowed.
    ChosenActs(const PageContext &context, DeliveryModel &model, QTableView &table);

    int chosen() const; // rows
    void start(Act act); // of those for which it makes sense; ends what is under way
    void stop();
    bool isRunning() const { return !m_left.isEmpty(); }

Q_SIGNALS:
    void said(const QString &words); // how far it is; "": nothing
    void failed(const QString &problem);

private:
    void next();
    void answered(const Result<client::Nothing> &done);

    PageContext m_context;
    DeliveryModel &m_model;
    QTableView &m_table;
    QStringList m_left{}; // ids; the first is asked for
    Act m_act = Act::Retry;
    int m_all = 0;
    int m_refused = 0;
    QString m_problem{}; // the first
    quint64 m_run = 0; // answers to an earlier one are not waited for
};

} // namespace parley::ui
