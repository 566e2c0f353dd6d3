#pragma once

namespace parley {

//! \brief Gives back what libraries keep for the calling thread, such as its random generator.
//! For the end of threads that are waited for with QThread::wait(): it returns before the thread's
//! own destructors have run, so a process that ends then would count as leaking. Nothing of OpenSSL
//! may be used on the thread afterwards. Source: OpenSSL 3.0, OPENSSL_thread_stop(3).
void releaseThreadResources();

} // namespace parley
